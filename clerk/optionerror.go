package clerk

// An OptionError is one problem of a configuration. [Options.Resolve] joins all of them with errors.Join, so that
// errors.As finds the first and the method Unwrap() []error of the joined error lists them all. It never holds the value
// that it is about.
type OptionError struct {
	// Option is the field of [Options], as in "SecretKey". Several are separated by commas.
	Option string
	// Env is the environment variable that the value came from or, where nothing was found, could have come from.
	// Several are separated by commas. It is empty for a value that was passed as an option.
	Env string
	// Problem says what is wrong, for people.
	Problem string
	// Fix says what to do about it, for people.
	Fix string

	cause error
}

// Error returns the option, the environment variable if there is one, the problem and what to do about it, in one line.
func (e *OptionError) Error() string {
	place := e.Option
	if e.Env != "" {
		place += " (environment: " + e.Env + ")"
	}
	return "clerk: " + place + ": " + e.Problem + "; " + e.Fix
}

// Unwrap returns the [*KeyError] of a refused key, and nil for every other problem.
func (e *OptionError) Unwrap() error { return e.cause }
