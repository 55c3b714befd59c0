/** The parts of the page of a policy. */
export type PolicyTab = 'rules' | 'tests' | 'compare' | 'history'
export const policyTabs: PolicyTab[] = ['rules', 'tests', 'compare', 'history']
