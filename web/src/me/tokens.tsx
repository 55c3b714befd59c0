import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { Section } from '../app/page'
import { Button } from '../ui/button'
import { useNow } from '../ui/now'
import { when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { NewToken } from './new-token'
import { good } from './token'

type Token = Schemas['Token']

const tokens = queryOptions({
	queryKey: ['tokens'],
	queryFn: () => ask(api.GET('/api/v1/me/tokens')),
	staleTime: 0,
})

/** Tokens lists the programs that speak in one's name, makes one more, and ends them. */
export function Tokens({ permissions }: { permissions: string[] }) {
	const { data, error, refetch } = useQuery(tokens)
	const now = useNow(60_000)
	const [all, setAll] = useState(false)
	const items = data?.items ?? []
	const alive = items.filter((token) => good(token, now))
	const ended = items.length - alive.length
	return (
		<Section title={t('me.tokens')} help={t('me.tokensHint')}>
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data && alive.length === 0 && <p className="text-ink-2">{t('me.noTokens')}</p>}
			<ul className="flex flex-col">
				{(all ? items : alive).map((token) => (
					<Line key={token.id} token={token} now={now} />
				))}
			</ul>
			{ended > 0 && !all && (
				<Button look="quiet" size="small" className="self-start" onClick={() => setAll(true)}>
					{t('me.showEnded', { n: ended })}
				</Button>
			)}
			<NewToken permissions={permissions} />
		</Section>
	)
}

function Line({ token, now }: { token: Token; now: Date }) {
	const queries = useQueryClient()
	const end = useMutation({
		mutationFn: () => ask(api.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id: token.id } } })),
		onSettled: () => queries.invalidateQueries({ queryKey: tokens.queryKey }),
	})
	return (
		<li className="border-b border-line py-2">
			<div className="flex items-center gap-3">
				<div className="min-w-0 flex-1">
					<p className="truncate font-medium">{token.name}</p>
					<p className="text-12 text-ink-3">{fate(token, now)}</p>
				</div>
				{good(token, now) && (
					<Button
						size="small"
						aria-label={t('me.revokeNamed', { name: token.name })}
						disabled={end.isPending}
						onClick={() => end.mutate()}
					>
						{t('me.revoke')}
					</Button>
				)}
			</div>
			{end.error && <Trouble error={end.error} className="mt-2" />}
		</li>
	)
}

function fate(token: Token, now: Date): string {
	const said = (at?: string) => (at ? when(new Date(at), now) : 'never')
	if (token.revoked_at) return t('me.tokenEnded', { time: said(token.revoked_at) })
	if (!good(token, now)) return t('me.tokenExpired', { time: said(token.expires_at) })
	return t('me.tokenTimes', {
		made: said(token.created_at),
		used: said(token.used_at),
		ends: said(token.expires_at),
	})
}
