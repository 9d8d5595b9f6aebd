using System.Text;

namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenRoundTripTests
{
    [Fact]
    public Task A_store_that_drops_a_field_is_caught() =>
        Caught.ByAsync<Facts<DropsFingerprint>>(f => f.A_record_with_every_field_set_comes_back());

    [Fact]
    public Task A_store_that_fills_an_empty_field_is_caught() =>
        Caught.ByAsync<Facts<FillsSubject>>(f => f.A_record_with_no_optional_field_comes_back());

    [Fact]
    public Task A_store_that_keeps_payloads_as_text_is_caught() =>
        Caught.ByAsync<Facts<PayloadAsText>>(f => f.A_payload_and_a_fingerprint_of_every_byte_value_come_back(), f => f.A_payload_of_a_mebibyte_comes_back());

    [Fact]
    public Task A_store_that_cuts_large_payloads_is_caught() =>
        Caught.ByAsync<Facts<CutsPayload>>(f => f.A_payload_of_a_mebibyte_comes_back());

    [Fact]
    public Task A_store_that_keeps_the_whole_array_behind_a_payload_is_caught() =>
        Caught.ByAsync<Facts<KeepsWholeArray>>(f => f.A_slice_of_a_buffer_comes_back_as_that_slice());

    [Fact]
    public Task A_store_that_keeps_numbers_as_doubles_is_caught() =>
        Caught.ByAsync<Facts<NumbersAsDoubles>>(
            f => f.Numbers_at_their_limits_come_back((1UL << 53) + 1, 2, (1L << 53) + 3),
            f => f.Neighbouring_large_versions_are_told_apart(),
            f => f.Neighbouring_large_write_ids_are_told_apart());

    [Fact]
    public Task A_store_that_keeps_write_ids_without_their_highest_bit_is_caught() =>
        Caught.ByAsync<Facts<WriteIdsOf63Bits>>(f => f.Numbers_at_their_limits_come_back(ulong.MaxValue, int.MaxValue, long.MaxValue - 1));

    [Fact]
    public Task A_store_that_keeps_microseconds_is_caught() =>
        Caught.ByAsync<Facts<Microseconds>>(f => f.A_record_with_every_field_set_comes_back(), f => f.Times_at_their_limits_come_back());

    [Fact]
    public Task A_store_that_starts_at_1970_is_caught() =>
        Caught.ByAsync<Facts<From1970>>(f => f.Times_at_their_limits_come_back());

    [Theory]
    [InlineData("NUL")]
    [InlineData("empty")]
    [InlineData("space at both ends")]
    [InlineData("decomposed")]
    [InlineData("beyond the basic plane")]
    [InlineData("1000 characters")]
    public Task A_store_that_spoils_text_is_caught(string name) =>
        Caught.ByAsync<Facts<SpoilsText>>(f => f.Hostile_text_comes_back(name));

    [Fact]
    public Task A_store_that_cuts_user_agents_is_caught() =>
        Caught.ByAsync<Facts<SpoilsText>>(f => f.A_long_user_agent_comes_back());

    [Fact]
    public Task A_store_that_drops_half_a_client_is_caught() =>
        Caught.ByAsync<Facts<WholeClientsOnly>>(f => f.Half_a_client_comes_back());

    [Fact]
    public Task A_store_that_keeps_one_value_for_each_index_is_caught() =>
        Caught.ByAsync<Facts<OneValuePerIndex>>(f => f.Many_index_entries_come_back_in_their_order(), f => f.A_record_with_every_field_set_comes_back());

    [Fact]
    public Task A_store_that_sorts_index_entries_is_caught() =>
        Caught.ByAsync<Facts<SortsEntries>>(f => f.Many_index_entries_come_back_in_their_order());

    private sealed class Facts<TStore> : RoundTripConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class DropsFingerprint : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { Fingerprint = default };
    }

    private sealed class FillsSubject : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { Subject = record.Subject ?? "" };
    }

    private sealed class PayloadAsText : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { Payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record.Payload.Span)) };
    }

    private sealed class CutsPayload : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { Payload = record.Payload[..Math.Min(65_535, record.Payload.Length)].ToArray() };
    }

    private sealed class KeepsWholeArray : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(record.Payload, out var segment) && segment.Array is { } array
                ? base.Keep(record) with { Payload = array.ToArray() }
                : base.Keep(record);
    }

    private sealed class NumbersAsDoubles : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { Version = (long)(double)record.Version, WriteId = (ulong)(double)record.WriteId };

        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
            base.CreateAsync(record with { WriteId = (ulong)(double)record.WriteId }, cancellationToken);
    }

    private sealed class WriteIdsOf63Bits : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { WriteId = record.WriteId & long.MaxValue };
    }

    private sealed class Microseconds : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { ExpiresAt = record.ExpiresAt.AddTicks(-(record.ExpiresAt.Ticks % TimeSpan.TicksPerMicrosecond)) };
    }

    private sealed class From1970 : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { CreatedAt = record.CreatedAt < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : record.CreatedAt };
    }

    private sealed class SpoilsText : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with
        {
            Subject = Spoil(record.Subject),
            Client = record.Client is { } client ? client with { UserAgent = Spoil(client.UserAgent) } : null,
        };

        private static string? Spoil(string? text)
        {
            if (string.IsNullOrEmpty(text)) return null;
            var spoilt = text.Split('\0')[0].Trim();
            if (spoilt == "Ju\u0308rgen") spoilt = "J\u00fcrgen";
            return Encoding.Latin1.GetString(Encoding.Latin1.GetBytes(spoilt[..Math.Min(512, spoilt.Length)]));
        }
    }

    private sealed class WholeClientsOnly : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with { Client = record.Client is { Address: not null, UserAgent: not null } ? record.Client : null };
    }

    private sealed class OneValuePerIndex : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { Indexes = [.. record.Indexes.DistinctBy(entry => entry.Name)] };
    }

    private sealed class SortsEntries : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) =>
            base.Keep(record) with
            {
                Indexes = [.. record.Indexes.OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .ThenBy(entry => entry.Value, StringComparer.Ordinal)]
            };
    }
}
