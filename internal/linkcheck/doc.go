// Command linkcheck fails where an adapter brings more into a program than its framework and Usher's middleware do by themselves, or
// where the middleware, or the adapter of another framework, brings a framework along. It prints how many modules each links.
//
// It is run in the root of the repository and asks the go command, for each module on its own (GOWORK=off).
package main
