package main

import "context"

func (b *bench) intakePostgres(ctx context.Context) ([]figure, error) { return nil, nil }
func (b *bench) linePostgres(ctx context.Context) ([]figure, error)   { return nil, nil }
func (b *bench) inbox(ctx context.Context) ([]figure, error)          { return nil, nil }
func (b *bench) timers(ctx context.Context) ([]figure, error)         { return nil, nil }
func (b *bench) serve(ctx context.Context) ([]figure, error)          { return nil, nil }
func (b *bench) pure(ctx context.Context) ([]figure, error)           { return nil, nil }
