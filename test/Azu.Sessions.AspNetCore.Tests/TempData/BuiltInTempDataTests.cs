using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Azu.Sessions.AspNetCore.Tests.TempData;

/// <summary>The provider of ASP.NET Core, which keeps TempData as one value of <c>HttpContext.Session</c>.</summary>
public sealed class BuiltInTempDataTests() : TempDataTests(s => s.AddSingleton<ITempDataProvider, SessionStateTempDataProvider>());
