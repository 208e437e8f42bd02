// Command doccheck fails where the documentation of a module has a hole: a package without a comment, an exported name
// without one, an entry point without an Example. It takes the directory of the module, the current one by default, and looks at
// the modules inside it as well whose paths go on from its own.
//
// Every package needs a comment, internal ones and commands included. Names are checked where a user can reach them, so not
// in internal packages, commands and tests. A name is a constant, a variable, a function, a type, a method of an exported
// type or interface, or a field of an exported struct. The comment of a group of constants or variables speaks for each of
// them; a field may have its comment at the end of its line.
//
// The entry points are listed in internal/doccheck/entrypoints.txt of the module. An Example belongs to one by the rules of
// go/doc: ExampleNew to New, ExampleOptions_Resolve to Options.Resolve, each with an optional lower-case suffix.
package main
