namespace Azu.Sessions.Dashboard;

/// <summary>What there is to see, and what this caller may do.</summary>
internal sealed record Overview(string Node, bool MayManage, bool MaySeeData, string Operator, IReadOnlyList<TypeOverview> Types);

/// <summary>One session type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Store">The name of its store.</param>
/// <param name="CanList">Whether the store can list.</param>
/// <param name="IsInCookies">Whether sessions are in the browsers' cookies.</param>
/// <param name="Indexes">The declared indexes.</param>
/// <param name="Audit">Whether the store writes audit rows; null: it cannot.</param>
/// <param name="OwnSession">The session that the operator looks with, if it is of this type.</param>
internal sealed record TypeOverview(string Name, string Store, bool CanList, bool IsInCookies, IReadOnlyList<string> Indexes, bool? Audit, string? OwnSession);
