package org.asyncio4j.cli;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles one source file into memory, against the class path of this JVM and that of the program.
 */
final class SourceCompiler {
    private SourceCompiler() {}

    /**
     * The program, from the cache if it is there.
     *
     * @return null when the file has errors; javac has then reported them to {@code messages}
     */
    static @Nullable CompiledProgram compile(
            Path file, ClassPath classPath, ProgramCache cache, PrintStream messages)
            throws CommandException, IOException {
        var origin = ProgramOrigin.of(file, classPath);
        var cached = origin == null ? null : cache.get(origin);
        if (cached != null) {
            return cached;
        }
        var said = new ByteArrayOutputStream();
        CompiledProgram program;
        try (var printer = new PrintStream(said, false, messages.charset())) {
            program = compile(file, classPath, printer);
        } finally {
            messages.writeBytes(said.toByteArray());
        }
        // Not what was changed meanwhile, for nobody knows which text javac saw, and not what javac
        // warns about, for it is to warn each time.
        if (origin != null
                && program != null
                && said.size() == 0
                && Objects.equals(origin, ProgramOrigin.of(file, classPath))) {
            cache.put(origin, program);
        }
        return program;
    }

    private static @Nullable CompiledProgram compile(
            Path file, ClassPath classPath, PrintStream messages)
            throws CommandException, IOException {
        // -g, so that the JVM's messages about null dereferences name the variable.
        var options =
                List.of(
                        "--class-path=" + classPath.after(System.getProperty("java.class.path")),
                        "--release=25",
                        "-g",
                        "-proc:none",
                        "-nowarn",
                        "-Xlint:none",
                        "-XDsuppressNotes");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var output = new PrintWriter(messages, true, messages.charset());
        try (var standardFiles = compiler.getStandardFileManager(null, null, null);
                var memory = new Memory(standardFiles)) {
            var sources = standardFiles.getJavaFileObjects(file);
            var task = (JavacTask) compiler.getTask(output, memory, null, options, null, sources);
            var firstClass = new FirstClass(task);
            task.addTaskListener(firstClass);
            if (!task.call()) {
                return null;
            }
            if (firstClass.name == null) {
                throw CommandException.program("no class in " + file);
            }
            return new CompiledProgram(firstClass.name, memory.classes);
        }
    }

    private static final class FirstClass implements TaskListener {
        private final JavacTask task;
        private @Nullable String name;

        FirstClass(JavacTask task) {
            this.task = task;
        }

        @Override
        public void started(TaskEvent event) {
            // javac analyses the classes of a file in their order.
            if (event.getKind() == TaskEvent.Kind.ANALYZE && name == null) {
                name = task.getElements().getBinaryName(event.getTypeElement()).toString();
            }
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, byte[]> classes = new HashMap<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, Kind kind, @Nullable FileObject sibling) {
            var uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
