namespace Azu.Sessions.Database;

/// <summary>What an error of the database says to the store.</summary>
internal enum FailureMeaning
{
    /// <summary>The database, or the way to it, failed. Whether the statement was carried out is unknown.</summary>
    Unknown,

    /// <summary>The database undid the statement, because it met another one. Nothing was carried out, and trying again makes sense.</summary>
    RolledBack,

    /// <summary>A table is not there.</summary>
    MissingTable,

    /// <summary>The database takes no writes.</summary>
    ReadOnly,
}
