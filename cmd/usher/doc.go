// Command usher is a Clerk on your own machine, for development, and the tools around it:
//
//	usher dev                 an emulator of Clerk: users, sessions, tokens, the Backend API, webhooks
//	usher token               makes a session token, of an emulator that runs or of a new one
//	usher inspect TOKEN       explains a token: what it says, and which step of its verification fails
//	usher webhook send        signs an example of an event and delivers it to a URL
//	usher webhook replay      delivers an event again that the emulator has sent
//	usher version             says which version this is
//
// Each has -h; usher help lists them. The exit code is 0 if all went well, 1 if something was refused, and 2 if the command line makes no sense.
//
// It is for development and tests only. Nothing that has to be safe may trust an emulator: whoever reaches it can be anybody.
package main
