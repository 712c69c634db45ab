// Command certificates makes a certificate authority and what it signs.
//
// It reads a JSON list of {name, commonName, organization, hosts} and writes ca.crt, ca.key and
// name.crt, name.key for each into the folder it is given.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

type request struct {
	Name         string   `json:"name"`
	CommonName   string   `json:"commonName"`
	Organization []string `json:"organization"`
	Hosts        []string `json:"hosts"`
}

func main() {
	folder := os.Args[1]
	var requests []request
	check(json.NewDecoder(os.Stdin).Decode(&requests))

	authority := template(pkix.Name{CommonName: "kubetask-test-ca"})
	authority.IsCA = true
	authority.BasicConstraintsValid = true
	authority.KeyUsage |= x509.KeyUsageCertSign
	authorityKey := newKey()
	write(folder, "ca", authority, authority, authorityKey, authorityKey)

	for _, wanted := range requests {
		certificate := template(pkix.Name{CommonName: wanted.CommonName, Organization: wanted.Organization})
		certificate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
		for _, host := range wanted.Hosts {
			if ip := net.ParseIP(host); ip != nil {
				certificate.IPAddresses = append(certificate.IPAddresses, ip)
			} else {
				certificate.DNSNames = append(certificate.DNSNames, host)
			}
		}
		write(folder, wanted.Name, certificate, authority, newKey(), authorityKey)
	}
}

func template(subject pkix.Name) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	check(err)
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	return key
}

func write(folder, name string, certificate, signer *x509.Certificate, key, signerKey *ecdsa.PrivateKey) {
	signed, err := x509.CreateCertificate(rand.Reader, certificate, signer, &key.PublicKey, signerKey)
	check(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	check(err)
	writePEM(filepath.Join(folder, name+".crt"), "CERTIFICATE", signed)
	writePEM(filepath.Join(folder, name+".key"), "PRIVATE KEY", private)
}

func writePEM(path, kind string, bytes []byte) {
	check(os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
