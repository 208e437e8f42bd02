// Package notes is a notebook for people who are signed in with several accounts in one browser.
package notes
