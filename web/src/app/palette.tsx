import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { Action } from '../action/action'
import { useKnownActions } from '../action/use'
import { Icon } from '../ui/icon'
import { KeyHint } from '../ui/key-hint'
import { t } from '../words/catalogue'
import { closeDialog } from './dialogs'
import { Found } from './palette-found'
import { fitness, offered } from './palette-rows'

const groupLook =
	'[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 ' +
	'[&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-3'

const itemLook =
	'flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 text-13 ' +
	'data-[disabled=true]:text-ink-3 data-[selected=true]:bg-hover pointer-coarse:min-h-11'

/** Palette finds every page and conversation, and everything that can be done now, with its key. */
export function Palette() {
	const known = useKnownActions()
	const [query, setQuery] = useState('')
	const parts = offered(known, query)
	const refused = new Set(known.filter((a) => a.refused !== undefined).map((a) => a.id))
	const navigate = useNavigate()
	const open = (id: string) => {
		closeDialog()
		void navigate({ to: '/c/$id', params: { id } })
	}
	const run = (action: Action) => {
		closeDialog()
		// The focus goes back first, so that an action which moves it has the last word.
		requestAnimationFrame(action.run)
	}
	return (
		<Dialog.Root open onOpenChange={closeDialog}>
			<Dialog.Portal>
				<Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
				<Dialog.Content
					data-keys="own"
					aria-describedby={undefined}
					className="fixed inset-x-4 top-[12vh] z-50 mx-auto max-w-[560px] overflow-hidden rounded-panel bg-raised shadow-panel max-rail:inset-x-2 max-rail:top-2"
				>
					<Dialog.Title className="sr-only">{t('frame.palette')}</Dialog.Title>
					<Command
						label={t('frame.palette')}
						filter={(id, typed, more) => fitness((more ?? []).join(' '), typed, refused.has(id))}
						loop
					>
						<div className="flex items-center gap-2.5 border-b border-line px-4 text-ink-3">
							<Icon name="search" />
							<Command.Input
								value={query}
								onValueChange={setQuery}
								placeholder={t('frame.palette')}
								className="h-12 min-w-0 flex-1 bg-transparent text-15 text-ink outline-none max-rail:text-16"
							/>
							<button type="button" className="rounded-tag pointer-coarse:size-11" onClick={closeDialog}>
								<span className="sr-only">{t('frame.close')}</span> <kbd>Esc</kbd>
							</button>
						</div>
						<Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
							<Command.Empty className="px-3 py-8 text-center text-ink-2">
								{t('frame.paletteEmpty', { query })}
							</Command.Empty>
							<Found typed={query} group={groupLook} item={itemLook} open={open} />
							{parts.map(({ group, name, actions }) => (
								<Command.Group key={group} heading={name} className={groupLook}>
									{actions.map(({ action, word }) => (
										<Command.Item
											key={action.id}
											value={action.id}
											keywords={[word, name]}
											disabled={action.refused !== undefined}
											onSelect={() => run(action)}
											className={itemLook}
										>
											{action.icon ? (
												<Icon name={action.icon} className="text-ink-3" />
											) : (
												<span className="w-4" />
											)}
											<span className="flex-1">
												{word}
												{action.refused && <span className="block text-12">{action.refused}</span>}
											</span>
											{action.key && <KeyHint hotkey={action.key} />}
										</Command.Item>
									))}
								</Command.Group>
							))}
						</Command.List>
					</Command>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	)
}
