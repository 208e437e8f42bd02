// Package asking puts questions to Clerk that strangers can raise, so that whoever makes them up neither uses up the rate limit of
// the instance nor keeps others waiting:
//
//   - a [Desk] puts one question once at a time, however many requests raise it, and each of them leaves when its own context ends
//   - a [Lane] bounds how many questions are put at once, and how many wait for their turn
//   - a [Budget] bounds how many may come to nothing in any ten seconds
//   - a [Breaker] leaves Clerk alone while it fails
//
// What an answer is worth, and how long it is remembered, is for those who ask to say.
package asking
