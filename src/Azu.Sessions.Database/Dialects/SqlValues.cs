using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>How a database takes values. Each is added behind the parameters that the command has.</summary>
internal abstract class SqlValues
{
    public abstract void AddNumber(DbCommand command, long? value);

    public abstract void AddText(DbCommand command, string? value);

    public abstract void AddJson(DbCommand command, string? value);

    public abstract void AddFlag(DbCommand command, bool? value);

    public abstract void AddBytes(DbCommand command, byte[]? value);

    /// <summary>A key, as it stands in the table of entries.</summary>
    public abstract void AddKey(DbCommand command, byte[] key);

    /// <summary>Keys as one value.</summary>
    public abstract void AddKeys(DbCommand command, byte[][] keys);

    /// <summary>The ids of sessions as one value.</summary>
    public abstract void AddIds(DbCommand command, IReadOnlyList<SessionPresence> sessions);

    /// <summary>Texts as one value. Each may be null.</summary>
    public abstract void AddTexts(DbCommand command, string?[] texts);
}
