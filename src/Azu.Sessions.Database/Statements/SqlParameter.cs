using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A parameter of a statement: takes its value from what the statement is given, and adds it to the command.</summary>
/// <typeparam name="T">What the statement is given.</typeparam>
internal delegate void SqlParameter<T>(SqlValues to, DbCommand command, in T given);
