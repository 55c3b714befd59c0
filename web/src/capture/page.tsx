import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, Problem, type Schemas } from '../api/client'
import { Page } from '../app/page'
import { InTheWay, standsInTheWay } from '../networks/end-practice'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { Check, Group, Segments } from '../ui/choose'
import { TextField } from '../ui/field'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { begin, isAddress } from './begin'
import { Bookmark } from './bookmark'
import '../words/en/capture'

type Captured = Schemas['Captured']

/** CapturePage brings in what somebody said where nobody reads for us. */
export function CapturePage() {
	const [given, give] = useState(() => begin(location.search))
	const [done, finish] = useState<Captured | null>(null)
	const another = () => {
		give({ url: '', title: '', text: '' })
		finish(null)
	}
	return (
		<Page title={t('capture.title')} lead={t('capture.lead')}>
			{done ? <Result of={done} another={another} /> : <CaptureForm given={given} done={finish} />}
			<Bookmark />
		</Page>
	)
}

function Result({ of, another }: { of: Captured; another: () => void }) {
	return (
		<div role="status" className="flex flex-col gap-2 rounded-card bg-good-soft p-4">
			<p className="flex items-center gap-2 text-14">
				<Icon name="tick" className="text-good" />
				<b>{t(of.known ? 'capture.known' : 'capture.taken')}</b>
			</p>
			{of.why && <p className="text-ink-2">{of.why}</p>}
			{of.not_fetched && <p className="text-ink-2">{of.not_fetched}</p>}
			<p className="flex flex-wrap items-center gap-3">
				{of.conversation_id ? (
					<Link to="/c/$id" params={{ id: of.conversation_id }} className="font-semibold text-cord underline">
						{t('capture.open')}
					</Link>
				) : (
					<span className="text-ink-2">{t('capture.working')}</span>
				)}
				<Button look="quiet" onClick={another}>
					{t('capture.again')}
				</Button>
			</p>
		</div>
	)
}

interface FormProps {
	given: { url: string; title: string; text: string }
	done: (captured: Captured) => void
}

function CaptureForm({ given, done }: FormProps) {
	const [url, setUrl] = useState(given.url)
	const [text, setText] = useState(given.text)
	const [author, setAuthor] = useState({ name: '', handle: '' })
	const [who, setWho] = useState<'public' | 'private'>('public')
	const [fetch, setFetch] = useState(false)
	const [ours, setOurs] = useState('')
	const told = useTold(url)
	const bring = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/captures', {
					body: {
						url: url.trim(),
						visibility: who,
						...(text.trim() && { text: text.trim() }),
						...((author.name || author.handle) && { author: filled(author) }),
						...(fetch && { fetch }),
						...(ours.trim() && { new_account: { handle: ours.trim(), voice: 'corporate' as const } }),
					},
				}),
			),
		onSuccess: done,
	})
	const problem = bring.error instanceof Problem ? bring.error : undefined
	const unheard = problem?.errors.some((e) => e.field.includes('new_account')) || ours !== ''
	const wrong = (name: string) => problem?.field(name)
	return (
		<form
			className="flex flex-col gap-4"
			onSubmit={(e) => {
				e.preventDefault()
				bring.mutate()
			}}
		>
			<TextField
				label={t('capture.url')}
				type="url"
				name="url"
				required
				value={url}
				help={<AddressHelp told={told} title={given.title} />}
				error={wrong('url')}
				onChange={(e) => setUrl(e.target.value)}
			/>
			<Area
				label={t('capture.text')}
				name="text"
				rows={4}
				value={text}
				error={wrong('text')}
				onChange={(e) => setText(e.target.value)}
			/>
			<div className="grid grid-cols-1 gap-3 rail:grid-cols-2">
				<TextField
					label={t('capture.author')}
					value={author.name}
					error={wrong('author.name') ?? wrong('author')}
					onChange={(e) => setAuthor({ ...author, name: e.target.value })}
				/>
				<TextField
					label={t('capture.handle')}
					value={author.handle}
					placeholder={told?.handle ?? ''}
					error={wrong('author.handle')}
					onChange={(e) => setAuthor({ ...author, handle: e.target.value })}
				/>
			</div>
			<Group label={t('capture.who')}>
				<Segments
					label={t('capture.who')}
					value={who}
					options={[
						{ value: 'public', label: t('capture.public') },
						{ value: 'private', label: t('capture.private') },
					]}
					onChange={setWho}
				/>
			</Group>
			<Check label={t('capture.fetch')} checked={fetch} onChange={setFetch} />
			{unheard && (
				<TextField
					label={t('capture.newAccount', { network: told?.network_name ?? '' })}
					name="ours"
					value={ours}
					help={t('capture.newAccountHelp')}
					error={wrong('new_account.handle')}
					onChange={(e) => setOurs(e.target.value)}
				/>
			)}
			{standsInTheWay(bring.error) ? (
				<InTheWay error={bring.error} then={() => bring.mutate()} />
			) : (
				bring.error && <Trouble error={inWordsOfTheForm(bring.error)} />
			)}
			<Button look="act" size="large" type="submit" className="self-start" disabled={bring.isPending}>
				{t('capture.go')}
			</Button>
		</form>
	)
}

/** inWordsOfTheForm tells whoever brings something in of the field above, where the server tells programs of theirs. */
export function inWordsOfTheForm(error: Error): Error {
	if (!(error instanceof Problem) || !error.errors.some((e) => e.field.endsWith('new_account'))) return error
	return new Problem(error.status, error.code, error.title, error.detail, t('capture.newAccountHint'))
}

function filled(author: { name: string; handle: string }) {
	const { name, handle } = author
	return { ...(name.trim() && { name: name.trim() }), ...(handle.trim() && { handle: handle.trim() }) }
}

/** useTold asks what an address tells, without opening it. */
function useTold(url: string) {
	const address = url.trim()
	return useQuery({
		queryKey: ['captures', 'address', address],
		queryFn: () => ask(api.GET('/api/v1/captures/address', { params: { query: { url: address } } })),
		enabled: isAddress(address),
		retry: false,
	}).data
}

function AddressHelp({ told, title }: { told: Schemas['AddressTold'] | undefined; title: string }) {
	if (!told) return title ? t('capture.from', { title }) : t('capture.urlHelp')
	const network = told.network_name
	return (
		<>
			<b>{told.handle ? t('capture.toldBy', { network, handle: told.handle }) : network}</b>{' '}
			{!told.post && t('capture.notPost')}
		</>
	)
}
