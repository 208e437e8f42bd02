// Package world is the state of an instance: typed rows in one store, what has to be unique, what goes when something else
// goes, ids, the clock, and the events that webhooks tell of.
//
// A resource is one file: a struct with exported fields, so that snapshots hold it, and its table with its indexes. Nothing here
// knows HTTP. Who changes something does so within [World.Update], on copies, and puts them back; see package table.
package world
