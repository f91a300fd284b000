package send

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Mail sends by SMTP. Make one with NewMail.
type Mail struct {
	host       string
	port       int
	wrapped    bool // TLS from the first byte
	policy     mail.TLSPolicy
	user, pass string
	from       string
	domain     string
	// Roots are the authorities that vouch for the server; the system's if nil.
	Roots *x509.CertPool
}

// NewMail reads the address of a server, as
// smtp://user:password@mail.example.org:587, or smtps:// for TLS from the
// start, and the sender's address. With smtp the connection must become TLS by
// STARTTLS, unless ?starttls=optional or ?starttls=never allows otherwise. The
// errors do not repeat the address, which may hold a password.
func NewMail(server, from string) (*Mail, error) {
	u, err := url.Parse(server)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("is no address of a mail server; give it as smtp://user:password@mail.example.org:587 or smtps://mail.example.org")
	}
	m := &Mail{host: u.Hostname(), wrapped: u.Scheme == "smtps", port: 587, policy: mail.TLSMandatory}
	if m.wrapped {
		// The connection is TLS already; this policy has it noticed.
		m.port, m.policy = 465, mail.TLSOpportunistic
	}
	if p := u.Port(); p != "" {
		if m.port, err = strconv.Atoi(p); err != nil || m.port < 1 || m.port > 65535 {
			return nil, errors.New("has no valid port; leave it out, or give 1 to 65535")
		}
	}
	for key, values := range u.Query() {
		policy, ok := map[string]mail.TLSPolicy{"required": mail.TLSMandatory, "optional": mail.TLSOpportunistic, "never": mail.NoTLS}[values[0]]
		if key != "starttls" || !ok || m.wrapped {
			return nil, errors.New("has a parameter that is not known; smtp:// takes starttls=required, optional or never")
		}
		m.policy = policy
	}
	m.user = u.User.Username()
	m.pass, _ = u.User.Password()
	a, err := netmail.ParseAddress(from)
	if err != nil || strings.ContainsAny(from, "\r\n") {
		return nil, errors.New("needs an address that mails come from, as Dossier <dossier@example.org>")
	}
	m.from, m.domain = a.String(), a.Address[strings.LastIndexByte(a.Address, '@')+1:]
	return m, nil
}

// Name is MAIL.
func (*Mail) Name() string { return "MAIL" }

// Personal is true: people say when they want mails.
func (*Mail) Personal() bool { return true }

// Deliver hands a letter to the server. The id of the mail is the letter's, so
// that one that comes twice can be known.
func (m *Mail) Deliver(within context.Context, l *Letter) error {
	msg, err := m.compose(l)
	if err != nil {
		return &Failure{Class: "address", Final: true}
	}
	var conn net.Conn
	stop := func() bool { return true }
	defer func() {
		stop()
		if conn != nil {
			_ = conn.Close() // has said goodbye, or has nothing to say
		}
	}()
	dial := func(ctx context.Context, network, address string) (c net.Conn, err error) {
		if conn, err = new(net.Dialer).DialContext(ctx, network, address); err != nil {
			return nil, err
		}
		// The library's own limits are for each step; this one is for all.
		opened := conn
		stop = context.AfterFunc(within, func() { _ = opened.Close() })
		if !m.wrapped {
			return conn, nil
		}
		t := tls.Client(conn, m.tls())
		return t, t.HandshakeContext(ctx)
	}
	client, err := m.client(dial)
	if err != nil {
		return &Failure{Class: "settings", Down: true}
	}
	server, err := client.DialToSMTPClientWithContext(within)
	if err != nil {
		return &Failure{Class: classOf(within, err, conn != nil), Down: true}
	}
	err = client.SendWithSMTPClient(server, msg)
	if msg.IsDelivered() { // whatever came of the goodbye
		_ = client.CloseWithSMTPClient(server)
		return nil
	}
	f := &Failure{Class: classOf(within, err, true)}
	if refused, ok := errors.AsType[*mail.SendError](err); ok && refused.ErrorCode() > 0 {
		f.Class = fmt.Sprint("smtp ", refused.ErrorCode())
		// A server that refuses the sender may be mended, a recipient not.
		f.Final = refused.ErrorCode() >= 500 && refused.Reason != mail.ErrSMTPMailFrom
		_ = client.CloseWithSMTPClient(server)
	} else {
		f.Down = true
	}
	return f
}

func (m *Mail) tls() *tls.Config {
	return &tls.Config{ServerName: m.host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12}
}

func (m *Mail) client(dial mail.DialContextFunc) (*mail.Client, error) {
	options := []mail.Option{
		mail.WithPort(m.port), mail.WithTLSPolicy(m.policy), mail.WithTLSConfig(m.tls()), mail.WithTimeout(20 * time.Second),
		mail.WithDialContextFunc(dial), mail.WithoutNoop(),
	}
	if m.user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.user), mail.WithPassword(m.pass))
	}
	return mail.NewClient(m.host, options...)
}

func (m *Mail) compose(l *Letter) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(m.from); err != nil {
		return nil, err
	}
	if err := msg.To(l.Email); err != nil {
		return nil, err
	}
	msg.Subject(l.Subject)
	msg.SetMessageIDWithValue(l.ID.String() + "@" + m.domain)
	msg.SetDateWithValue(l.At)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answers by machines
	msg.SetBodyString(mail.TypeTextPlain, l.Text+footer)
	return msg, nil
}

// classOf says in a word why a connection failed.
func classOf(ctx context.Context, err error, connected bool) string {
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return fmt.Sprint("smtp ", reply.Code)
	}
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case ctx.Err() != nil || ok && timeout.Timeout():
		return "timeout"
	case !connected:
		return "connect"
	case certificate || record || strings.Contains(err.Error(), "STARTTLS"):
		return "tls"
	}
	return "lost"
}
