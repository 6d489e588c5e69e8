package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ARCHITECTURE.md says about layers and names, held against the compiled classes. */
class ArchitectureTest {
    private static final String ROOT = "org.asyncio4j";

    /** What each layer may know of the others. */
    private static final Map<String, Set<String>> LAYERS =
            Map.of(
                    "internal.scheduler", Set.of("lowlevel"),
                    "internal.tracking", Set.of(),
                    "internal.logging", Set.of(),
                    "internal.signals", Set.of("internal.logging"),
                    "internal.net", Set.of("", "lowlevel", "internal.logging"),
                    "internal.file", Set.of("", "lowlevel"),
                    "lowlevel", Set.of(""));

    private static List<ClassModel> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
            var models = new ArrayList<ClassModel>();
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                models.add(ClassFile.of().parse(file));
            }
            return models;
        }
    }

    @Test
    void layers_knowOnlyWhatIsBelow() throws IOException {
        var offences = new TreeSet<String>();
        for (ClassModel model : classes()) {
            String name = model.thisClass().name().stringValue().replace('/', '.');
            String layer = layerOf(name);
            Set<String> allowed = layer == null ? null : LAYERS.get(layer);
            if (allowed == null) {
                continue; // the root knows everything; the module descriptor is no class
            }
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof ClassEntry used) {
                    String other = used.name().stringValue().replace('/', '.');
                    String otherLayer = layerOf(other);
                    if (otherLayer != null
                            && !otherLayer.equals(layer)
                            && !allowed.contains(otherLayer)) {
                        offences.add(name + " uses " + other);
                    }
                }
            }
        }
        assertEquals(Set.of(), offences);
    }

    /** The package below the root, null for what is not ours. */
    private static String layerOf(String className) {
        if (!className.startsWith(ROOT + ".") || className.startsWith(ROOT + ".test.")) {
            return null;
        }
        int end = className.lastIndexOf('.');
        return end == ROOT.length() ? "" : className.substring(ROOT.length() + 1, end);
    }

    @Test
    void exports_areTheRootAndLowlevel() throws IOException {
        try (var in = Files.newInputStream(Path.of("target", "classes", "module-info.class"))) {
            Set<String> exported =
                    ModuleDescriptor.read(in).exports().stream()
                            .map(ModuleDescriptor.Exports::source)
                            .collect(Collectors.toSet());
            assertEquals(Set.of(ROOT, ROOT + ".lowlevel"), exported);
        }
    }

    /** A public name that java.lang has too could not be imported with a star. */
    @Test
    void publicTypes_shareNoNameWithJavaLang() throws IOException {
        for (ClassModel model : classes()) {
            String name = model.thisClass().name().stringValue().replace('/', '.');
            if (model.flags().has(AccessFlag.PUBLIC) && "".equals(layerOf(name))) {
                String simple = name.substring(name.lastIndexOf('.') + 1);
                assertFalse(exists("java.lang." + simple), simple);
            }
        }
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Inside any class, a method of Object hides a static import of that name. */
    @Test
    void asyncioMethods_shareNoNameWithObject() {
        Set<String> names =
                Arrays.stream(Asyncio.class.getMethods())
                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        for (Method method : Object.class.getDeclaredMethods()) {
            assertFalse(names.contains(method.getName()), method.getName());
        }
    }

    /** A public class is final or sealed, unless it is meant to be implemented. */
    @Test
    void publicClasses_areFinalOrSealed() throws Exception {
        var open = new TreeSet<String>();
        for (ClassModel model : classes()) {
            String name = model.thisClass().name().stringValue().replace('/', '.');
            if (layerOf(name) == null
                    || layerOf(name).startsWith("internal")
                    || !model.flags().has(AccessFlag.PUBLIC)
                    || model.flags().has(AccessFlag.INTERFACE)) {
                continue;
            }
            Class<?> type = Class.forName(name);
            if (!Modifier.isFinal(type.getModifiers()) && !type.isSealed()) {
                open.add(name);
            }
        }
        assertEquals(Set.of(), open);
    }
}
