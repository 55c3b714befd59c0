import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useActions } from '../action/use'
import { api, ask } from '../api/client'
import { Heading } from '../app/heading'
import { Button } from '../ui/button'
import { Segments } from '../ui/choose'
import { usePhone } from '../ui/media'
import { Menu, MenuItem, MenuLine } from '../ui/menu'
import { useNow } from '../ui/now'
import { tab as tabLook } from '../ui/tab'
import { when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import { draft as draftQuery, drafts, shipped } from './api'
import { useDesk } from './desk'
import { draftWord } from './draft-name'
import { NextButton } from './next-button'
import { type PolicyTab, policyTabs } from './tabs'
import { useBegin } from './use-begin'

interface Props {
	tab: PolicyTab
	text: boolean
	onText: (text: boolean) => void
	onShow: (what: 'checked' | 'before') => void
}

/** Header says which policy this is, what leads, and what the next step is. */
export function Header({ tab, text, onText, onShow }: Props) {
	const desk = useDesk()
	const { begin, may, busy } = useBegin()
	const { data: models } = useQuery(shipped)
	const phone = usePhone()
	const now = useNow(60_000)
	const { leads, check } = desk
	useActions(
		desk.undo
			? [{ id: 'here.policyUndo', word: 'policy.undo', icon: 'undo', key: '$mod+z', run: desk.undo }]
			: [],
	)
	const since = leads.built_in
		? t('policy.builtIn')
		: t('policy.ledSince', { n: leads.number, time: when(new Date(leads.activated_at), now) })
	const counts: Partial<Record<PolicyTab, number>> = {
		tests: check?.tests.results.length,
		compare: models?.items.length,
	}
	return (
		<header className="flex min-h-[60px] flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 rail:gap-y-2 rail:px-6 rail:py-2">
			<Heading>{t('policy.title')}</Heading>
			<Drafts />
			<span className="text-12 text-ink-2">{since}</span>
			<Saved />
			<nav
				aria-label={t('policy.title')}
				className="ms-auto flex gap-0.5 max-rail:ms-0 max-rail:w-full max-rail:overflow-x-auto"
			>
				{policyTabs.map((one) => (
					<Link
						key={one}
						to="/policy"
						search={(s) => ({ ...s, tab: one })}
						aria-current={one === tab ? 'page' : undefined}
						className={tabLook}
					>
						{t(`policy.tab.${one}` as Key)}
						{counts[one] !== undefined && <span className="text-12 text-ink-3">{counts[one]}</span>}
					</Link>
				))}
			</nav>
			{tab === 'rules' && !phone && (
				<Segments
					label={t('policy.shownAs')}
					options={[
						{ value: 'forms', label: t('policy.forms') },
						{ value: 'text', label: t('policy.asText') },
					]}
					value={text ? 'text' : 'forms'}
					onChange={(v) => onText(v === 'text')}
				/>
			)}
			{desk.undo && (
				<Button look="quiet" icon="undo" bare onClick={desk.undo}>
					{t('policy.undo')}
				</Button>
			)}
			{desk.name ? (
				<NextButton onShow={onShow} />
			) : (
				may && (
					<Button look="act" className="max-rail:hidden" disabled={busy} onClick={() => begin(leads.source)}>
						{t('policy.makeDraft')}
					</Button>
				)
			)}
		</header>
	)
}

/** Drafts says which text is open and leads to the others. */
function Drafts() {
	const desk = useDesk()
	const { data } = useQuery(drafts)
	const go = useNavigate()
	const queries = useQueryClient()
	const { mutate: drop } = useMutation({
		mutationFn: () =>
			ask(api.DELETE('/api/v1/policy-drafts/{name}', { params: { path: { name: desk.name } } })),
		onSuccess: async () => {
			queries.removeQueries({ queryKey: draftQuery(desk.name).queryKey })
			await go({ to: '/policy', search: { draft: '' } })
			await queries.invalidateQueries({ queryKey: drafts.queryKey })
		},
	})
	const open = (name: string) => void go({ to: '/policy', search: (s) => ({ ...s, draft: name }) })
	const word = desk.name ? draftWord(desk.name) : t('policy.inForce')
	const others = (data?.items ?? []).filter((d) => d.name !== desk.name)
	return (
		<Menu
			label={t('policy.whichText')}
			align="start"
			inside={document.querySelector('main')}
			trigger={
				<button
					type="button"
					className="flex min-h-6 items-center gap-1 rounded-full px-2.5 text-12 font-semibold shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover pointer-coarse:min-h-11"
				>
					{word}
				</button>
			}
		>
			{desk.name && (
				<MenuItem icon="policy" onSelect={() => open('')}>
					{t('policy.inForce')}
				</MenuItem>
			)}
			{others.map((d) => (
				<MenuItem key={d.name} icon="pencil" onSelect={() => open(d.name)}>
					{draftWord(d.name)}
				</MenuItem>
			))}
			{!desk.name && others.length === 0 && <p className="px-2 py-1.5 text-ink-3">{t('policy.noDrafts')}</p>}
			{desk.name && desk.may && (
				<>
					<MenuLine />
					<MenuItem icon="close" onSelect={() => drop()}>
						{t('policy.dropDraft', { draft: word })}
					</MenuItem>
				</>
			)}
		</Menu>
	)
}

function Saved() {
	const { saved, name, may } = useDesk()
	if (!name || !may) return null
	return (
		<span role="status" className="text-12 text-ink-3">
			{saved.is === 'waiting' ? t('policy.saving') : saved.is === 'kept' ? t('policy.saved') : ''}
		</span>
	)
}
