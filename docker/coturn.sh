#!/bin/sh
# Runs coturn with the certificate that Caddy keeps for the relay's name, and takes over each renewal.
# On a new host there is none for the first moments: the relay starts without TLS, and stops (to be
# started again) as soon as there is one. Needs TURN_DOMAIN; the arguments are coturn's.
set -eu

caddy_data=${CADDY_DATA:-/caddy/caddy}
own=${TURN_TLS:-/run/turn}
look_every_s=${LOOK_EVERY_S:-60}

# Copies a newer certificate with its key to where coturn may read them; fails when there is none.
renew() {
	# The newest, whoever issued it.
	theirs=$(ls -t "$caddy_data"/certificates/*/"$TURN_DOMAIN/$TURN_DOMAIN.crt" 2>/dev/null | head -n 1)
	[ -n "$theirs" ] || return 1
	if [ -f "$own/turn.crt" ] && cmp -s "$theirs" "$own/turn.crt"; then return 1; fi
	(
		umask 077
		cp "${theirs%.crt}.key" "$own/turn.key.new"
		cp "$theirs" "$own/turn.crt.new"
	)
	if [ "$(id -u)" = 0 ]; then chown nobody:nogroup "$own/turn.key.new" "$own/turn.crt.new"; fi
	mv "$own/turn.key.new" "$own/turn.key"
	mv "$own/turn.crt.new" "$own/turn.crt"
}

watch() {
	while sleep "$look_every_s"; do
		had=$([ -f "$own/turn.crt" ] && echo yes || echo no)
		if renew; then
			# Calls over UDP and TCP go on when a certificate changes; the first one needs a new start.
			if [ "$had" = yes ]; then kill -USR2 "$server"; else kill -TERM "$server"; fi
		fi
	done
}

renew || true
turnserver "$@" --cert="$own/turn.crt" --pkey="$own/turn.key" &
server=$!
watch &
watcher=$!
trap 'kill -TERM "$server" 2>/dev/null' TERM INT
status=0
wait "$server" || status=$?
wait "$server" 2>/dev/null || true # a signal ends the first wait early
kill "$watcher" 2>/dev/null || true
exit "$status"
