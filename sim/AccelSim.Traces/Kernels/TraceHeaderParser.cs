using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Isa.Simt;
using AccelSim.Traces.Files;
using AccelSim.Traces.Sass;

namespace AccelSim.Traces.Kernels;

/// <summary>Reads the header, line by line: <c>-grid dim = (4,1,1)</c>.</summary>
internal sealed class TraceHeaderParser(LineSource source)
{
    private const int MaxOthers = 100;
    private const int MaxBlockThreads = 1024;
    private const int NewestTracer = 5;
    private static readonly string[] Needed = ["kernel name", "grid dim", "block dim", "binary version", "accelsim tracer version"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _others = ImmutableArray.CreateBuilder<string>();

    /// <summary>The header, once it is complete.</summary>
    public TraceHeader? Header { get; private set; }

    /// <summary>Takes a line; true where it does not belong to the header any more.</summary>
    public bool Line(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return false;
        }

        if (line[0] == '#')
        {
            Header = Finish();
            return true;
        }

        if (line[0] != '-')
        {
            throw source.Problem($"a header line begins with '-', as in '-kernel name = k', not with {TraceTokens.Quote(line)}; this is not a kernel's trace of Accel-Sim (.traceg)");
        }

        var text = Encoding.UTF8.GetString(line[1..]);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw source.Problem($"{TraceTokens.Quote(line)} lacks '= value'");
        }

        var key = text[..equals].Trim();
        if (!IsKnown(key))
        {
            if (_others.Count == MaxOthers)
            {
                throw source.Problem($"more than {MaxOthers} unknown header lines; this is not a kernel's trace of Accel-Sim");
            }

            _others.Add(text);
        }
        else if (!_values.TryAdd(key, text[(equals + 1)..].Trim()))
        {
            throw source.Problem($"'{key}' is given twice; are two traces in one file? Put each in its own");
        }
        else
        {
            Check(key);
        }

        return false;
    }

    /// <summary>The header of a file that ended.</summary>
    public TraceHeader Finish()
    {
        var missing = Needed.Where(key => !_values.ContainsKey(key)).ToArray();
        return missing.Length == 0
            ? new TraceHeader
            {
                Name = _values["kernel name"],
                Id = (int)Number("kernel id", 0, int.MaxValue),
                Grid = Extent("grid dim", int.MaxValue),
                Block = Extent("block dim", MaxBlockThreads),
                SharedBytes = (int)Number("shmem", 0, int.MaxValue),
                Registers = (int)Number("nregs", 0, 256),
                BinaryVersion = Binary(),
                Stream = (ulong)Number("cuda stream id", 0, long.MaxValue),
                SharedBase = Address("shmem base_addr"),
                LocalBase = Address("local mem base_addr"),
                NvbitVersion = _values.GetValueOrDefault("nvbit version", ""),
                TracerVersion = (int)Number("accelsim tracer version", 1, NewestTracer),
                HasLineNumbers = Number("enable lineinfo", 0, 1) == 1,
                Others = _others.ToImmutable(),
            }
            : throw source.Problem($"the header lacks {string.Join(", ", missing.Select(key => $"'-{key} = ...'"))}; a trace begins with it");
    }

    private static bool IsKnown(string key) => key is "kernel id" or "shmem" or "nregs" or "cuda stream id" or "shmem base_addr" or "local mem base_addr" or "nvbit version" or "enable lineinfo"
        || Needed.Contains(key);

    /// <summary>Reads a value at once, so that a problem has its line.</summary>
    private void Check(string key)
    {
        switch (key)
        {
            case "grid dim": Extent(key, int.MaxValue); break;
            case "block dim": Extent(key, MaxBlockThreads); break;
            case "kernel id" or "shmem": Number(key, 0, int.MaxValue); break;
            case "nregs": Number(key, 0, 256); break;
            case "cuda stream id": Number(key, 0, long.MaxValue); break;
            case "binary version": Binary(); break;
            case "accelsim tracer version": Number(key, 1, NewestTracer); break;
            case "enable lineinfo": Number(key, 0, 1); break;
            case "shmem base_addr" or "local mem base_addr": Address(key); break;
        }
    }

    private int Binary()
    {
        var version = (int)Number("binary version", 1, int.MaxValue);
        return SassTable.BinaryVersions.Contains(version)
            ? version
            : throw source.Problem($"binary version {version} is not one of {string.Join(", ", SassTable.BinaryVersions)} (Volta, Turing, Ampere, Ada); trace the program built for one of these");
    }

    private long Number(string key, long least, long most)
    {
        if (!_values.TryGetValue(key, out var text))
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw source.Problem($"'{key}' is {Shown(text)}, not a number from {least} to {most}");
    }

    private ulong Address(string key)
    {
        if (!_values.TryGetValue(key, out var text))
        {
            return 0;
        }

        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw source.Problem($"'{key}' is {Shown(text)}, not a hexadecimal address");
    }

    private SimtExtent Extent(string key, int most)
    {
        var text = _values[key];
        var parts = text.Length > 2 && text[0] == '(' && text[^1] == ')' ? text[1..^1].Split(',') : [];
        Span<int> extents = [0, 0, 0];
        for (var axis = 0; axis < 3; axis++)
        {
            if (parts.Length != 3 || !int.TryParse(parts[axis].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out extents[axis]) || extents[axis] < 1)
            {
                throw source.Problem($"'{key}' is {Shown(text)}, not three extents from 1, as in (4,1,1)");
            }
        }

        return (Int128)extents[0] * extents[1] * extents[2] <= most
            ? new SimtExtent(extents[0], extents[1], extents[2])
            : throw source.Problem($"'{key}' is {Shown(text)}, more than {most} in all");
    }

    private static string Shown(string text) => TraceTokens.Quote(Encoding.UTF8.GetBytes(text.Length > 100 ? text[..100] : text));
}
