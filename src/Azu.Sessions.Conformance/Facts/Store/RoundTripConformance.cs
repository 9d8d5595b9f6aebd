namespace Azu.Sessions.Conformance;

/// <summary>What goes in comes out, through create and through update, bit by bit and tick by tick.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class RoundTripConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Nothing optional is left out.</summary>
    [Fact]
    public Task A_record_with_every_field_set_comes_back() => ComesBackAsync(SampleRecords.Complete(Rig.Now));

    /// <summary>Null stays null, and empty stays empty.</summary>
    [Fact]
    public Task A_record_with_no_optional_field_comes_back() => ComesBackAsync(NewSession() with { Payload = default });

    /// <summary>A client of which only one half is known.</summary>
    [Fact]
    public async Task Half_a_client_comes_back()
    {
        await ComesBackAsync(NewSession() with { Client = new("192.0.2.1", null) });
        await ComesBackAsync(NewSession() with { Client = new(null, "curl/8") });
    }

    /// <summary>Payloads are bytes, not text.</summary>
    [Fact]
    public Task A_payload_and_a_fingerprint_of_every_byte_value_come_back()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        return ComesBackAsync(NewSession() with { Payload = bytes, Fingerprint = bytes });
    }

    /// <summary>1 MiB, which is far more than the engine lets through by default.</summary>
    [Fact]
    public Task A_payload_of_a_mebibyte_comes_back()
    {
        var bytes = new byte[1 << 20];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((i * 2_654_435_761u) >> 24);
        return ComesBackAsync(NewSession() with { Payload = bytes });
    }

    /// <summary>A payload is what the memory shows, not the array behind it.</summary>
    [Fact]
    public Task A_slice_of_a_buffer_comes_back_as_that_slice()
    {
        byte[] buffer = [1, 2, 3, 4, 5, 6, 7, 8];
        return ComesBackAsync(NewSession() with { Payload = buffer.AsMemory(2, 3), Fingerprint = buffer.AsMemory(5, 2) });
    }

    /// <summary>Beyond the signs of signed types and beyond what a double holds exactly, neighbours stay apart.</summary>
    [Theory]
    [InlineData(0UL, 0, 1L)]
    [InlineData(ulong.MaxValue, int.MaxValue, long.MaxValue - 1)]
    [InlineData(1UL << 63, 1 << 24, (1L << 53) + 1)]
    [InlineData((1UL << 53) + 1, 2, (1L << 53) + 3)]
    public Task Numbers_at_their_limits_come_back(ulong writeId, int generation, long version) =>
        ComesBackAsync(NewSession() with { WriteId = writeId, Generation = generation, Version = version });

    /// <summary>Versions that a double takes for the same one are different versions.</summary>
    [Fact]
    public async Task Neighbouring_large_versions_are_told_apart()
    {
        var created = await CreatedAsync(NewSession() with { Version = (1L << 53) + 1 });
        var result = await Store.UpdateAsync(created.Next(), 1L << 53, Token);
        Assert.Equal(UpdateOutcome.Conflict, result.Outcome);
        await UpdatedAsync(created, created.Next());
    }

    /// <summary>Write ids that a double takes for the same one are different writes.</summary>
    [Fact]
    public async Task Neighbouring_large_write_ids_are_told_apart()
    {
        var created = await CreatedAsync(NewSession() with { WriteId = ulong.MaxValue });
        Assert.False(await Store.CreateAsync(created with { WriteId = ulong.MaxValue - 1 }, Token), "Two write ids were taken for one.");
    }

    /// <summary>The ends of the calendar: sessions that never expire, moments before 1970, single ticks.</summary>
    [Fact]
    public async Task Times_at_their_limits_come_back()
    {
        await ComesBackAsync(NewSession() with
        {
            CreatedAt = DateTimeOffset.MinValue,
            RotatedAt = DateTimeOffset.UnixEpoch.AddTicks(-1),
            SignedInAt = DateTimeOffset.UnixEpoch,
            LastSeenAt = DateTimeOffset.MinValue.AddTicks(1),
            ExpiresAt = DateTimeOffset.MaxValue,
            AbsoluteExpiresAt = DateTimeOffset.MaxValue,
        });
        await ComesBackAsync(NewSession() with
        {
            LastSeenAt = Rig.Now.AddTicks(1),
            ExpiresAt = DateTimeOffset.MaxValue.AddTicks(-1),
            AbsoluteExpiresAt = null
        });
    }

    /// <summary>Text is compared character by character, wherever it stands.</summary>
    [Theory]
    [MemberData(nameof(HostileText.Names), MemberType = typeof(HostileText))]
    public Task Hostile_text_comes_back(string name)
    {
        var text = HostileText.All[name];
        return ComesBackAsync(NewBounded() with
        {
            Subject = text,
            Indexes = [new("tenant", text), new(text, "value"), new(text, text)],
            Client = new(text, text),
        });
    }

    /// <summary>What a sign-in set for this session alone, at its limits; false is not the same as unset.</summary>
    [Fact]
    public async Task What_a_sign_in_set_for_this_session_alone_comes_back()
    {
        await ComesBackAsync(NewSession() with { IdleTimeout = TimeSpan.FromTicks(1), IsPersistent = false, SubjectStamp = 0 });
        await ComesBackAsync(NewSession() with { IdleTimeout = TimeSpan.MaxValue, IsPersistent = true, SubjectStamp = ulong.MaxValue });
        await ComesBackAsync(NewSession() with { IdleTimeout = TimeSpan.Zero });
        await ComesBackAsync(NewSession() with { IsPersistent = false });
        await ComesBackAsync(NewSession() with { SubjectStamp = 1UL << 63 });
    }

    /// <summary>A subject has no limit of length.</summary>
    [Fact]
    public Task A_subject_of_100_000_characters_comes_back() =>
        ComesBackAsync(SampleRecords.SignedIn(Rig.Now, HostileText.Long(100_000)));

    /// <summary>Half a surrogate pair would be replaced on the way, and two texts would become one. So it is refused, and nothing is written.</summary>
    [Theory]
    [InlineData(0xd83c)]
    [InlineData(0xdf6a)]
    public async Task Half_a_surrogate_pair_is_refused_and_nothing_is_written(int unit)
    {
        var half = "alice" + (char)unit;
        var created = await CreatedAsync(NewBounded());
        foreach (var refused in new[] { NewBounded() with { Subject = half }, NewBounded() with { Indexes = [new(half, "value")] },
            NewBounded() with { Indexes = [new("tenant", half)] } })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(refused, Token));
            await NotFoundAsync(refused.Id);
            var next = refused with { Id = created.Id, Version = 2 };
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.UpdateAsync(next, created.Version, Token));
        }
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>A header has room for this much.</summary>
    [Fact]
    public Task A_long_user_agent_comes_back() =>
        ComesBackAsync(NewSession() with { Client = new("192.0.2.1", new string('x', 32_000)) });

    /// <summary>Several values under one name, and in their order.</summary>
    [Fact]
    public Task Many_index_entries_come_back_in_their_order() =>
        ComesBackAsync(NewBounded() with { Indexes = [.. Enumerable.Range(0, 100).Select(i => new SessionIndexEntry($"n{i % 7}", $"v{100 - i}"))] });

    private async Task ComesBackAsync(SessionRecord record)
    {
        await CreatedAsync(record);
        SameRecord.Assert(record, await FoundAsync(record.Id));

        // And once more on the other way in.
        var plain = await CreatedAsync(NewSession() with { Version = record.Version, LastSeenAt = record.LastSeenAt, ExpiresAt = Rig.Now.AddMinutes(1) });
        var next = record with { Id = plain.Id, Version = plain.Version + 1 };
        SameRecord.Assert(next, await UpdatedAsync(plain, next));
        SameRecord.Assert(next, await FoundAsync(next.Id));
    }
}
