package main

import (
	"context"
	"net/url"
	"sync"
	"time"

	"dossier/internal/fault"
	"dossier/internal/notify/send"
)

// telling says how people are told of what concerns them.
type telling struct {
	SMTPURL       string `name:"smtp-url" env:"DOSSIER_SMTP_URL" placeholder:"URL" help:"Mail server for notifications, as smtp://user:password@mail.example.org:587, or smtps:// for TLS from the start. STARTTLS is required unless ?starttls=optional or never says otherwise. Without it no mails are sent. Prefer the environment: flags are seen by others on the machine."`
	MailFrom      string `env:"DOSSIER_MAIL_FROM" placeholder:"ADDRESS" help:"Whom mails come from, as Dossier <dossier@example.org>."`
	WebhookURL    string `name:"webhook-url" env:"DOSSIER_WEBHOOK_URL" placeholder:"URL" help:"Address of yours that each notification is posted to, whatever people chose for mails."`
	WebhookSecret string `name:"webhook-secret" env:"DOSSIER_WEBHOOK_SECRET" placeholder:"SECRET" help:"What posts are signed with, 16 characters or more. Prefer the environment: flags are seen by others on the machine."`
	PublicURL     string `name:"public-url" env:"DOSSIER_PUBLIC_URL" placeholder:"URL" help:"Address of your pages: mails link to /dossiers/ID and /seats/ID below it. Without it they have no links."`
}

// channels are those that are set up.
func (t telling) channels() ([]send.Channel, error) {
	var all []send.Channel
	if t.SMTPURL != "" {
		m, err := send.NewMail(t.SMTPURL, t.MailFrom)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--smtp-url with --mail-from %v", err)
		}
		all = append(all, m)
	}
	if t.WebhookURL != "" {
		w, err := send.NewWebhook(t.WebhookURL, t.WebhookSecret)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--webhook-url with --webhook-secret %v", err)
		}
		all = append(all, w)
	}
	if u, err := url.Parse(t.PublicURL); t.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return nil, fault.New(fault.Invalid, "--public-url is no address of pages; give it as https://ladder.example.org")
	}
	return all, nil
}

// tellEvery is how often it is looked for what is to be sent.
const tellEvery = 10 * time.Second

// tell returns what sends notifications by the channels that are set up, until
// ctx ends.
func (a *app) tell(t telling, every time.Duration) (func(ctx context.Context), error) {
	channels, err := t.channels()
	return func(ctx context.Context) {
		var wg sync.WaitGroup
		for _, c := range channels {
			s := &send.Sender{
				DB: a.pool, Channel: c, Public: t.PublicURL, NewID: a.newID, Now: now, Every: every, Limit: 30 * time.Second, Lease: 2 * time.Minute,
				Log: a.log, Ended: a.metrics.message,
			}
			wg.Go(func() { s.Run(ctx) })
		}
		wg.Wait()
	}, err
}
