package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stage sent of one sequence, so that the next one's KV can be rebuilt without computing the
 * stages before it again. Windows in the order of their rows, without gaps.
 */
final class SentRows {

  private final List<StageWindow> windows = new ArrayList<>();
  private int end;

  /** Takes the place of whatever was sent from its base on. */
  void add(StageWindow window) {
    cut(window.getBase());
    windows.add(window);
    end = window.getBase() + window.getRows();
  }

  /** Whether everything is here that a stage lacks. */
  boolean covers(Missing missing) {
    return !windows.isEmpty()
        && windows.get(0).getBase() <= missing.getHeld()
        && missing.getWanted() < end;
  }

  /**
   * The windows that the next stage needs: those before what it wanted only rebuild its KV.
   *
   * @param mostRows of one window
   */
  List<StageWindow> since(Missing missing, int mostRows) {
    List<StageWindow> again = new ArrayList<>();
    StageWindow.Builder joined = null;
    for (StageWindow window : windows) {
      if (window.getBase() >= missing.getWanted()) {
        again.add(window);
      } else if (window.getBase() + window.getRows() > missing.getHeld()) {
        if (joined != null && joined.getRows() + window.getRows() <= mostRows) {
          join(joined, window);
        } else {
          joined = refill(window);
          again.add(null);
        }
        again.set(again.size() - 1, joined.build());
      }
    }
    return again;
  }

  private static void join(StageWindow.Builder first, StageWindow next) {
    first
        .setRows(first.getRows() + next.getRows())
        .addAllTokens(next.getTokensList())
        .setStates(first.getStates().concat(next.getStates()));
  }

  private static StageWindow.Builder refill(StageWindow window) {
    return window.toBuilder().clearId().clearLogitRows().setRefill(true);
  }

  private void cut(int base) {
    if (!windows.isEmpty() && (base < windows.get(0).getBase() || base > end)) {
      windows.clear();
    }
    while (!windows.isEmpty() && end > base) {
      StageWindow last = windows.remove(windows.size() - 1);
      end = last.getBase();
      if (end < base) {
        windows.add(part(last, base - end));
        end = base;
      }
    }
  }

  /** A window's first rows; what was asked of its last ones is answered or given up. */
  private static StageWindow part(StageWindow window, int rows) {
    StageWindow.Builder part = refill(window).setRows(rows);
    if (window.getTokensCount() > 0) {
      part.clearTokens().addAllTokens(window.getTokensList().subList(0, rows));
    } else {
      int rowBytes = window.getStates().size() / window.getRows();
      part.setStates(window.getStates().substring(0, rows * rowBytes));
    }
    return part.build();
  }
}
