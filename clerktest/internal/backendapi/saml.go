package backendapi

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"encoding/xml"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// samlParams are the params of what is only said of connections that speak SAML.
type samlParams struct {
	Name         Opt[string]        `body:"name,nullable"`
	EntityID     Opt[string]        `body:"idp_entity_id,nullable"`
	SSOURL       Opt[string]        `body:"idp_sso_url,nullable"`
	Certificate  Opt[string]        `body:"idp_certificate,nullable"`
	MetadataURL  Opt[string]        `body:"idp_metadata_url,nullable"`
	Metadata     Opt[string]        `body:"idp_metadata,nullable"`
	Mapping      Opt[mappingParams] `body:"attribute_mapping,nullable"`
	Subdomains   Opt[bool]          `body:"allow_subdomains,nullable"`
	IDPInitiated Opt[bool]          `body:"allow_idp_initiated,nullable"`
	ForceAuthn   Opt[bool]          `body:"force_authn,nullable"`
	LoginHint    Opt[hintParams]    `body:"login_hint,nullable"`
}

type mappingParams struct {
	UserID       Opt[string] `body:"user_id,nullable"`
	EmailAddress Opt[string] `body:"email_address,nullable"`
	FirstName    Opt[string] `body:"first_name,nullable"`
	LastName     Opt[string] `body:"last_name,nullable"`
}

type hintParams struct {
	Mode   string      `body:"mode,required" oneof:"email_address custom_attribute off"`
	Source Opt[string] `body:"source,nullable"`
}

func (p *hintParams) check(wrong *problems) {
	if p.Mode == "custom_attribute" && p.Source.Value == "" {
		wrong.add(refusal.About("source", "form_conditional_param_missing", "is missing", "is needed where mode is custom_attribute."))
	}
}

// apply changes what is sent. What the metadata says has priority.
func (p *samlParams) apply(s *world.SAML, prefix string, wrong *problems) {
	p.Name.Keep(&s.Name)
	p.EntityID.Into(&s.EntityID)
	p.SSOURL.Into(&s.SSOURL)
	p.Certificate.Into(&s.Certificate)
	p.MetadataURL.Into(&s.MetadataURL)
	p.Metadata.Into(&s.Metadata)
	if p.Metadata.Value != "" && !readMetadata(p.Metadata.Value, s) {
		wrong.add(refusal.About(prefix+"idp_metadata", "form_param_format_invalid", "is invalid",
			"must be the metadata of an identity provider: an EntityDescriptor as XML."))
	}
	s.CertificateFrom, s.CertificateUntil = validity(s.Certificate)
	if m := p.Mapping; m.Set && !m.Null {
		m.Value.UserID.Into(&s.UserID)
		m.Value.EmailAddress.Into(&s.EmailAddress)
		m.Value.FirstName.Into(&s.FirstName)
		m.Value.LastName.Into(&s.LastName)
	}
	p.Subdomains.Keep(&s.Subdomains)
	p.IDPInitiated.Keep(&s.IDPInitiated)
	p.ForceAuthn.Keep(&s.ForceAuthn)
	if h := p.LoginHint; h.Set && !h.Null {
		s.HintMode, s.HintSource = h.Value.Mode, h.Value.Source.Value
	}
}

// readMetadata takes what is in the metadata of an identity provider (SAML metadata, 2.3.2 and 2.4.3), and reports whether it is
// one.
func readMetadata(text string, s *world.SAML) bool {
	var entity struct {
		XMLName  xml.Name `xml:"EntityDescriptor"`
		EntityID string   `xml:"entityID,attr"`
		IDP      struct {
			Certificates []string `xml:"KeyDescriptor>KeyInfo>X509Data>X509Certificate"`
			SignOn       []struct {
				Location string `xml:"Location,attr"`
			} `xml:"SingleSignOnService"`
		} `xml:"IDPSSODescriptor"`
	}
	if xml.Unmarshal([]byte(text), &entity) != nil || entity.EntityID == "" {
		return false
	}
	s.EntityID = entity.EntityID
	if len(entity.IDP.SignOn) > 0 {
		s.SSOURL = entity.IDP.SignOn[0].Location
	}
	if len(entity.IDP.Certificates) > 0 {
		s.Certificate = strings.TrimSpace(entity.IDP.Certificates[0])
	}
	return true
}

// validity returns from when to when a certificate is good, and zero times for what is none: tests need no real ones.
func validity(text string) (from, until time.Time) {
	var der []byte
	if block, _ := pem.Decode([]byte(text)); block != nil {
		der = block.Bytes
	} else if der, _ = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), "")); der == nil {
		return from, until
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return from, until
	}
	return certificate.NotBefore, certificate.NotAfter
}
