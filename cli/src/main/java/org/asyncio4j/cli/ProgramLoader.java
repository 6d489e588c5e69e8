package org.asyncio4j.cli;

import java.util.Map;

/** Loads the classes of a compiled program; everything else comes from our own loader. */
final class ProgramLoader extends ClassLoader {
    static {
        // A lock per class, not one for the loader: tasks of a program load classes side by side.
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;

    ProgramLoader(Map<String, byte[]> classes) {
        super(ProgramLoader.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
