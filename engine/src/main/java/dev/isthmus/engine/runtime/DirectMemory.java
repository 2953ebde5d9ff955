package dev.isthmus.engine.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside of the heap that is given back at once instead of when the collector finds it: KV
 * is most of what an engine holds, and a session that waits for it cannot wait for a collection.
 */
final class DirectMemory {

  private static final MethodHandle FREE = cleaner();

  private DirectMemory() {}

  /** Zeroed, in native order. */
  static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  /**
   * @param buffer from {@link #allocate}; must not be touched afterwards, nor any view of it
   */
  static void free(ByteBuffer buffer) {
    try {
      FREE.invoke(buffer);
    } catch (Throwable e) {
      throw new IllegalStateException("direct memory cannot be freed", e);
    }
  }

  private static MethodHandle cleaner() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
