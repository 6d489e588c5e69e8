package org.asyncio4j.cli;

import java.net.URLClassLoader;
import java.util.Map;

/**
 * Loads the classes of a compiled program, and those of its class path; everything else comes from
 * our own loader, which is asked first.
 */
final class ProgramLoader extends URLClassLoader {
    static {
        // A lock per class, not one for the loader: tasks of a program load classes side by side.
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> classes;

    ProgramLoader(Map<String, byte[]> classes, ClassPath classPath) {
        super(classPath.urls(), ProgramLoader.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            return super.findClass(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
