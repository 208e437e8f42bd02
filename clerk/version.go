package clerk

// Version is the version of this module, by semantic versioning.
const Version = "0.1.0"

// UserAgent is how Usher names itself to Clerk's APIs.
const UserAgent = "usher-go/" + Version

// HeaderAPIVersion is the request header that pins the dated version of the Backend API.
const HeaderAPIVersion = "Clerk-API-Version"

// APIVersionDate is the dated version of Clerk's APIs that Usher speaks.
const APIVersionDate = "2026-05-12"
