package org.asyncio4j.cli;

import java.util.Map;

/**
 * What the compiler makes of a source file.
 *
 * @param mainClass the binary name of the file's first class
 * @param classes the class files by binary name
 */
record CompiledProgram(String mainClass, Map<String, byte[]> classes) {}
