import { Component, type ReactNode } from 'react'
import { t } from '../words/catalogue'
import { Button } from './button'
import { Empty } from './trouble'

/** Contained keeps a fault in what it shows from taking the rest of the page with it. */
export class Contained extends Component<{ children: ReactNode }, { broken: boolean }> {
	override state = { broken: false }

	static getDerivedStateFromError() {
		return { broken: true }
	}

	override render() {
		if (!this.state.broken) return this.props.children
		return (
			<div role="alert">
				<Empty title={t('problem.broken')}>
					{t('problem.brokenHint')}{' '}
					<Button size="small" onClick={() => this.setState({ broken: false })}>
						{t('problem.again')}
					</Button>
				</Empty>
			</div>
		)
	}
}
