package mailtest

const dovecotConf = `base_dir = DIR/run
state_dir = DIR/lib
log_path = DIR/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp submission
ssl = yes
ssl_cert = <DIR/cert.pem
ssl_key = <DIR/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
mail_location = maildir:DIR/home/%u/Maildir
mail_max_userip_connections = 1000
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
submission_relay_host = 127.0.0.1
submission_relay_port = SMTPPORT
submission_max_mail_size = 60M
hostname = localhost
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = DIR/oauth2.conf
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=PASSWORD
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=DIR/home/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  service_count = 0
  client_limit = 200
  inet_listener imap {
    port = IMAPPORT
  }
  inet_listener imaps {
    port = IMAPSPORT
  }
}
service submission-login {
  chroot =
  service_count = 0
  client_limit = 200
  inet_listener submission {
    port = SUBMISSIONPORT
  }
  inet_listener submissions {
    port = SUBMISSIONSPORT
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = LMTPPORT
  }
}
service stats {
  chroot =
}
`

const oauthConf = `introspection_url = TOKENS/?token=
introspection_mode = get
username_attribute = email
active_attribute = active
active_value = true
`

const smtpdConf = `table everybody { "@" = nobody }
queue ttl 1h
listen on 127.0.0.1 port SMTPPORT hostname localhost
action "in" lmtp "127.0.0.1:LMTPPORT" rcpt-to virtual <everybody>
match from any for any action "in"
`
