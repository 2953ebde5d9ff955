package dev.isthmus.agent.schedule;

/** Counts nothing; a failure is printed, since a test should see it. */
public final class NoCounts implements SessionCounts {

  @Override
  public void verified(int drafted, int accepted, int committed) {}

  @Override
  public void decoded(int tokens) {}

  @Override
  public void drafted(int tokens) {}

  @Override
  public void refused(String code) {}

  @Override
  public void failed(Throwable cause) {
    cause.printStackTrace();
  }

  @Override
  public void stepped(int rows, int windows, int prefill, long nanos) {}
}
