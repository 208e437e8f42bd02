package backend

// A Web3Wallet is a wallet that a user signs in with.
type Web3Wallet struct {
	ID           string        `json:"id"`           // for UsersService.DeleteWeb3Wallet
	Object       string        `json:"object"`       // "web3_wallet"
	Web3Wallet   string        `json:"web3_wallet"`  // address of the wallet
	Verification *Verification `json:"verification"` // how it was verified; nil if it was not
	CreatedAt    Time          `json:"created_at"`   // when it was added
	UpdatedAt    Time          `json:"updated_at"`   // last change
}

// A Passkey is a key on a device of a user, with which they sign in.
type Passkey struct {
	ID           string        `json:"id"`           // for UsersService.DeletePasskey
	Object       string        `json:"object"`       // "passkey"
	Name         string        `json:"name"`         // as the user calls it
	LastUsedAt   Time          `json:"last_used_at"` // zero if it was never used
	Verification *Verification `json:"verification"` // how it was verified; nil if it was not
}

// A TrustedDevice is a phone or tablet that holds a key for its user.
type TrustedDevice struct {
	Object        string                `json:"object"`         // "trusted_device"
	ID            string                `json:"id"`             // for UsersService.RevokeTrustedDevice
	Platform      TrustedDevicePlatform `json:"platform"`       // its system
	AppIdentifier string                `json:"app_identifier"` // the app that enrolled it
	Name          string                `json:"name"`           // as the user calls it, or ""
	Algorithm     string                `json:"algorithm"`      // of its key: "ES256"
	Status        TrustedDeviceStatus   `json:"status"`         // whether it still counts
	CreatedAt     Time                  `json:"created_at"`     // when it was enrolled
	UpdatedAt     Time                  `json:"updated_at"`     // last change
	LastUsedAt    Time                  `json:"last_used_at"`   // zero if it was never used
	RevokedAt     Time                  `json:"revoked_at"`     // zero if it is not revoked
}

// A TrustedDevicePlatform is the system of a trusted device.
type TrustedDevicePlatform string

// The systems of trusted devices.
const (
	TrustedDevicePlatformIOS     TrustedDevicePlatform = "ios"     // iPhone and iPad
	TrustedDevicePlatformAndroid TrustedDevicePlatform = "android" // Android
)

// A TrustedDeviceStatus says whether a trusted device still counts.
type TrustedDeviceStatus string

// What a trusted device may be.
const (
	TrustedDeviceStatusActive  TrustedDeviceStatus = "active"  // it counts
	TrustedDeviceStatusRevoked TrustedDeviceStatus = "revoked" // it counts no more
)
