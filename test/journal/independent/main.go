// Reads the register's log with a client that nobody of the register wrote, and prints what it found as JSON. It ends
// with an error at the first thing that does not verify.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type found struct {
	Origin     string `json:"origin"`
	Size       int64  `json:"size"`
	Entries    int64  `json:"entries"`
	Bytes      int64  `json:"bytes"`
	Included   int    `json:"included"`
	Consistent int64  `json:"consistentWith"`
	Proved     bool   `json:"proved"`
	Cosigned   bool   `json:"cosigned"`
}

var (
	address  = flag.String("address", "", "where the log is")
	origin   = flag.String("origin", "", "the name of the log")
	key      = flag.String("key", "", "the log's verifier key")
	older    = flag.String("older", "", "file of an older checkpoint, which the newest must continue")
	proof    = flag.String("proof", "", "file of a tlog-proof")
	leaf     = flag.String("leaf", "", "file of the leaf that it proves")
	cosigned = flag.String("cosigned", "", "file of a cosigned checkpoint")
	witness  = flag.String("witness", "", "the verifier key of its witness")
)

func main() {
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	result, err := read(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		os.Exit(1)
	}
}

func read(ctx context.Context) (*found, error) {
	verifier, err := note.NewVerifier(*key)
	if err != nil {
		return nil, err
	}
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(*origin), torchwood.SingleVerifierPolicy(verifier))
	fetcher, err := torchwood.NewTileFetcher(*address)
	if err != nil {
		return nil, err
	}
	signed, err := fetcher.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return nil, err
	}
	checkpoint, _, err := torchwood.VerifyCheckpoint(signed, policy)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	result := &found{Origin: checkpoint.Origin, Size: checkpoint.N}
	if err := everyEntry(ctx, fetcher, checkpoint.Tree, result); err != nil {
		return nil, fmt.Errorf("entries: %w", err)
	}
	if err := continues(ctx, fetcher, policy, checkpoint.Tree, result); err != nil {
		return nil, fmt.Errorf("consistency: %w", err)
	}
	if err := proved(policy, result); err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	if err := witnessed(policy, result); err != nil {
		return nil, fmt.Errorf("cosignature: %w", err)
	}
	return result, nil
}

// Every entry is read by its bundle and held against the tiles, and some again one by one with a proof of their own.
func everyEntry(ctx context.Context, fetcher *torchwood.TileFetcher, tree tlog.Tree, result *found) error {
	client, err := torchwood.NewClient(fetcher)
	if err != nil {
		return err
	}
	hashes := make(map[int64]tlog.Hash)
	for index, entry := range client.AllEntries(ctx, tree, 0) {
		result.Entries++
		result.Bytes += int64(len(entry))
		hashes[index] = tlog.RecordHash(entry)
	}
	if err := client.Err(); err != nil {
		return err
	}
	if result.Entries != tree.N {
		return fmt.Errorf("%d entries of %d", result.Entries, tree.N)
	}
	for index := int64(0); index < tree.N; index += 1 + tree.N/40 {
		entry, path, err := client.Entry(ctx, tree, index)
		if err != nil {
			return err
		}
		if tlog.RecordHash(entry) != hashes[index] {
			return fmt.Errorf("entry %d is read as two", index)
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
			return err
		}
		result.Included++
	}
	return nil
}

func continues(ctx context.Context, fetcher *torchwood.TileFetcher, policy torchwood.Policy, tree tlog.Tree, result *found) error {
	if *older == "" {
		return nil
	}
	signed, err := os.ReadFile(*older)
	if err != nil {
		return err
	}
	before, _, err := torchwood.VerifyCheckpoint(signed, policy)
	if err != nil {
		return err
	}
	path, err := tlog.ProveTree(tree.N, before.N, torchwood.TileHashReaderWithContext(ctx, tree, fetcher))
	if err != nil {
		return err
	}
	result.Consistent = before.N
	return tlog.CheckTree(path, tree.N, tree.Hash, before.N, before.Hash)
}

func proved(policy torchwood.Policy, result *found) error {
	if *proof == "" {
		return nil
	}
	text, err := os.ReadFile(*proof)
	if err != nil {
		return err
	}
	bytes, err := os.ReadFile(*leaf)
	if err != nil {
		return err
	}
	result.Proved = true
	return torchwood.VerifyProof(policy, tlog.RecordHash(bytes), text)
}

func witnessed(policy torchwood.Policy, result *found) error {
	if *cosigned == "" {
		return nil
	}
	signed, err := os.ReadFile(*cosigned)
	if err != nil {
		return err
	}
	verifier, err := torchwood.NewCosignatureVerifier(*witness)
	if err != nil {
		return err
	}
	both := torchwood.ThresholdPolicy(2, policy, torchwood.SingleVerifierPolicy(verifier))
	_, _, err = torchwood.VerifyCheckpoint(signed, both)
	result.Cosigned = err == nil
	return err
}
