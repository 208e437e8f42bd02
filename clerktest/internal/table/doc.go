// Package table keeps the rows of an instance: tables of typed values with unique and shared indexes, in one [Store] with one
// lock.
//
// What a table hands out is a pointer to a value that never changes. Who changes a row copies the value, replaces what differs,
// maps and slices included, and puts the copy in its place with [Table.Put]. So a reader may keep what it found after
// [Store.View] has returned, and never sees half a change.
//
// [Store.Update] is a transaction across all tables: when its function returns an error or panics, every table is as before.
//
// Rows lie in the order of their age, and rows of one age in the order of their arrival. Lists in that order cost what their
// page costs; other orders are made for each list.
package table
