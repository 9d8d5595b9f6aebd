using Azu.Sessions;
using Azu.Sessions.Node;

// One application process of several that share visitors and a store. Its settings are arguments:
//   --urls http://127.0.0.1:PORT --SESSION_SECRET … --store redis --address HOST:PORT
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<Gates>();
builder.Services.AddAzuSessions<Shopper>().UseNodeStore(builder.Configuration);

var app = builder.Build();
app.UseAzuSessions();
app.MapShop();
app.MapGroup("/slow/{gate}").AddEndpointFilter(Gates.PassAsync).MapShop();
app.MapGates();
app.MapInside();
app.Run();
