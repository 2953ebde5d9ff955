package dev.isthmus.local.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One connection over a link: two sockets and the two pipes between them. */
final class Relayed {

  private static final int READ = 64 << 10;

  private final Socket near;
  private final Socket far;
  private final Pipe there;
  private final Pipe back;
  private final Consumer<Relayed> gone;
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param near the dialler's side
   * @param far the dialled side
   */
  Relayed(
      Socket near, Socket far, Lane out, Lane in, BooleanSupplier silent, Consumer<Relayed> gone)
      throws IOException {
    this.near = near;
    this.far = far;
    this.gone = gone;
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    // The dialler's first byte follows a handshake of one round trip, which loopback has not made.
    long now = System.nanoTime();
    there =
        new Pipe(
            out,
            far.getOutputStream(),
            now + out.roundTripNanos() + out.roundTripNanos() / 2,
            silent,
            System::nanoTime);
    back = new Pipe(in, near.getOutputStream(), now, silent, System::nanoTime);
  }

  void start(Executor threads) {
    threads.execute(() -> read(near, there));
    threads.execute(() -> read(far, back));
    threads.execute(() -> write(there, far));
    threads.execute(() -> write(back, near));
  }

  void wake() {
    there.wake();
    back.wake();
  }

  /** Resets both sides at once. */
  void reset() {
    if (closed.compareAndSet(false, true)) {
      there.close();
      back.close();
      abort(near);
      abort(far);
      gone.accept(this);
    }
  }

  private void read(Socket from, Pipe pipe) {
    byte[] buffer = new byte[READ];
    try {
      InputStream in = from.getInputStream();
      for (int read; (read = in.read(buffer)) >= 0; ) {
        pipe.put(buffer, read);
      }
      pipe.end();
    } catch (IOException | InterruptedException e) {
      reset();
    }
  }

  private void write(Pipe pipe, Socket to) {
    try {
      if (pipe.passOn()) {
        to.shutdownOutput();
        if (ended.incrementAndGet() == 2) {
          finish();
        }
      }
    } catch (IOException | InterruptedException e) {
      reset();
    }
  }

  private void finish() throws IOException {
    if (closed.compareAndSet(false, true)) {
      near.close();
      far.close();
      gone.accept(this);
    }
  }

  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // closed already
    }
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more to do for it
    }
  }
}
