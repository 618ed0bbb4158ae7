using System.Globalization;
using System.Text.Json;
using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>Reads the configuration of a reference run (JSON) of DRAMsim3 or Ramulator 2.1: device, policy, address maps.</summary>
/// <remarks>Keys that a file does not give have the defaults of that simulator. DRAMsim3 never reads tRTP_L and tRTP_S.</remarks>
public sealed class DramReferenceFile
{
    private readonly Dictionary<string, string> _maps = new(StringComparer.Ordinal);

    private DramReferenceFile(string name, DramDevice device, ChannelPolicy policy, int channels)
    {
        Name = name;
        Device = device;
        Policy = policy;
        Channels = channels;
    }

    public string Name { get; }

    public DramDevice Device { get; }

    public ChannelPolicy Policy { get; }

    public int Channels { get; }

    /// <summary>The address map of a name (<c>map</c>, <c>map_fine</c>, <c>map_coarse</c>).</summary>
    /// <exception cref="FormatException">There is none of that name, or it does not fit the device.</exception>
    public DramFieldMap Map(string name) =>
        _maps.TryGetValue(name, out var text) ? new DramFieldMap(text, Device, Channels)
            : throw new FormatException($"{Name}: there is no address map '{name}'");

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is not such a file.</exception>
    public static DramReferenceFile Load(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var root = document.RootElement;
            var file = root.GetProperty("sim").GetString() == "dramsim3" ? PerBank(root) : ReadyFirst(root);
            foreach (var property in root.EnumerateObject().Where(p => p.Name.StartsWith("map", StringComparison.Ordinal)))
            {
                file._maps[property.Name] = property.Value.GetString()!;
            }

            return file;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or OverflowException or FormatException or ArgumentException)
        {
            throw new FormatException($"{path}: not a configuration of DRAMsim3 or Ramulator: {e.Message}", e);
        }
    }

    private static DramReferenceFile PerBank(JsonElement root)
    {
        var p = root.GetProperty("params");
        var two = Text("protocol", "DDR4") is "HBM" or "HBM2";
        var burst = Number("BL", 8) / 2;
        var write = Number("CWL", 12);
        var device = new DramDevice
        {
            Clock = new Clock((long)Math.Round(1e9 / double.Parse(Text("tCK", "1"), CultureInfo.InvariantCulture))),
            Ranks = root.GetProperty("ranks").GetInt32(),
            BankGroups = Number("bankgroups", 2),
            BanksPerGroup = Number("banks_per_group", 2),
            Rows = Number("rows", 1 << 16),
            Columns = root.GetProperty("page_bytes_per_rank").GetInt32() / root.GetProperty("tx_bytes").GetInt32(),
            BurstBytes = root.GetProperty("tx_bytes").GetInt32(),
            BurstTicks = burst,
            ReadLatency = Number("CL", 12) + Number("AL", 0),
            WriteLatency = write + Number("AL", 0),
            ActivateToRead = Number("tRCDRD", Number("tRCD", 12)),
            ActivateToWrite = Number("tRCDWR", Number("tRCD", 12)),
            Precharge = Number("tRP", 12),
            PrechargeAll = Number("tRP", 12),
            ActivateToPrecharge = Number("tRAS", 24),
            ActivateToActivate = Number("tRAS", 24) + Number("tRP", 12),
            ReadShort = Number("tCCD_S", 4),
            ReadLong = Number("tCCD_L", 6),
            WriteShort = Number("tCCD_S", 4),
            WriteLong = Number("tCCD_L", 6),
            ActivateShort = Number("tRRD_S", 4),
            ActivateLong = Number("tRRD_L", 6),
            FourActivates = Number("tFAW", 50),
            WriteRecovery = Number("tWR", 10),
            WriteToReadShort = Number("tWTR_S", 5),
            WriteToReadLong = Number("tWTR_L", 5),
            ReadToPrecharge = Number("AL", 0) + Number("tRTP", 5),
            ReadToWrite = Number("CL", 12) + burst - write + Number("tRTRS", 2),
            PrechargeToPrecharge = Number("tPPD", 0),
            OtherRank = burst + Number("tRTRS", 2),
            Refresh = Number("tRFC", 74),
            RefreshInterval = Number("tREFI", 7800),
            TwoCommandBuses = two,
        };
        var policy = new ChannelPolicy
        {
            Scheduling = DramScheduling.PerBankQueues,
            ReadQueue = Number("trans_queue_size", 32),
            WriteQueue = Number("trans_queue_size", 32),
            BankQueue = Number("cmd_queue_size", 16),
            ClosedPage = Text("row_buf_policy", "OPEN_PAGE") == "CLOSE_PAGE",
        };
        return new DramReferenceFile(root.GetProperty("name").GetString()!, device, policy, Number("channels", 1));

        string Text(string key, string otherwise) => p.TryGetProperty(key, out var value) ? value.GetString()! : otherwise;

        int Number(string key, int otherwise) =>
            p.TryGetProperty(key, out var value) ? int.Parse(value.GetString()!, CultureInfo.InvariantCulture) : otherwise;
    }

    private static DramReferenceFile ReadyFirst(JsonElement root)
    {
        var t = root.GetProperty("timings");
        var organisation = root.GetProperty("org");
        var ticks = root.GetProperty("tick_multiplier").GetInt32();
        var kind = root.GetProperty("cls").GetString()!;
        var high = kind is "HBM3" or "HBM4";
        var low = kind is "LPDDR5";
        var burst = Time("nBL", "nBL_min");
        var read = Time("nCL", "nRL");
        var write = Time("nCWL", "nWL");
        var burstBytes = root.GetProperty("tx_bytes").GetInt32();
        var device = new DramDevice
        {
            Clock = new Clock(1_000_000_000_000L * ticks / t.GetProperty("tCK_ps").GetInt32()),
            PseudoChannels = Size("pseudochannel"),
            Ranks = Size("rank"),
            StackIds = Size("sid"),
            BankGroups = Size("sid") * Size("bankgroup"),
            BanksPerGroup = Size("bank"),
            Rows = Size("row"),
            Columns = Size("column") / root.GetProperty("prefetch").GetInt32(),
            BurstBytes = burstBytes,
            BurstTicks = burst,
            ReadLatency = read,
            WriteLatency = write,
            ActivateToRead = Time("nRCDRD", "nRCD"),
            ActivateToWrite = Time("nRCDWR", "nRCD"),
            Precharge = Time("nRP") + (low ? 1 : 0),
            PrechargeAll = Time("nRPab", "nRP") + (low ? 1 : 0),
            ActivateToPrecharge = Time("nRAS") - (low ? 1 : 0),
            ActivateToActivate = Time("nRC"),
            ReadShort = Time("nCCDS", "nCCD"),
            ReadLong = Time("nCCDL", "nCCDSB"),
            WriteShort = Time("nCCDS_WR", "nCCDS", "nCCD"),
            WriteLong = Time("nCCDL_WR", "nCCDL", "nCCDSB"),
            ActivateShort = Time("nRRDS", "nRRD"),
            ActivateLong = Time("nRRDL", "nRRD"),
            FourActivates = Optional("nFAW"),
            WriteRecovery = Time("nWR"),
            WriteToReadShort = Time("nWTRS", "nWTR"),
            WriteToReadLong = Time("nWTRL", "nWTRSB"),
            ReadToPrecharge = Time("nRTP", "nRTPL", "nRTPSB"),
            ReadToWrite = Optional("nRTW") is > 0 and var turn ? turn : read + burst + (2 * ticks) - write,
            PrechargeToPrecharge = Optional("nPPD"),
            OtherRank = burst + Optional("nCS"),
            OtherStack = Optional("nCCDR"),
            Refresh = Time("nRFC", "nRFCab"),
            RefreshInterval = root.GetProperty("refresh").GetBoolean() ? Time("nREFI") : 0,
            TwoCommandBuses = kind.StartsWith("HBM", StringComparison.Ordinal),
            ActivateSlots = high ? 3 : kind is "HBM2" or "DDR5" || low ? 2 : 1,
            ColumnSlots = kind is "DDR5" ? 2 : ticks,
            RisingEdge = high,
        };
        var policy = new ChannelPolicy
        {
            Scheduling = DramScheduling.ReadyFirst,
            ReadQueue = root.GetProperty("read_buffer").GetInt32(),
            WriteQueue = root.GetProperty("write_buffer").GetInt32(),
            ProtectRowHits = root.GetProperty("scheduler").GetString() == "FRFCFSRowHit",
        };
        return new DramReferenceFile(root.GetProperty("name").GetString()!, device, policy, root.GetProperty("channels").GetInt32());

        int Size(string key) => organisation.TryGetProperty(key, out var value) ? value.GetInt32() : 1;

        int Optional(string key) => t.TryGetProperty(key, out var value) ? value.GetInt32() * ticks : 0;

        int Time(params string[] keys) =>
            keys.FirstOrDefault(key => t.TryGetProperty(key, out _)) is { } found ? t.GetProperty(found).GetInt32() * ticks
                : throw new KeyNotFoundException($"timings lack {string.Join(" or ", keys)}");
    }
}
