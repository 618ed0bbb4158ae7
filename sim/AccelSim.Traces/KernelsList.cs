using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AccelSim.Traces.Files;

namespace AccelSim.Traces;

/// <summary>
/// A program's list of copies and kernels, <c>kernelslist.g</c>: lines <c>MemcpyHtoD,0x7f0000000000,4096</c> and names of trace files beside the list.
/// </summary>
/// <param name="File">The list.</param>
/// <param name="Commands">What it says, in order.</param>
public sealed record KernelsList(string File, ImmutableArray<TraceCommand> Commands)
{
    private const int MaxCommands = 10_000_000;
    private static readonly string[] Packings = [".xz", ".gz"];

    /// <summary>Reads a list and finds its files, also where they have been packed since.</summary>
    /// <exception cref="TraceException">It cannot be read, says something else, or a file is not there.</exception>
    public static async ValueTask<KernelsList> ReadAsync(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var source = new LineSource(TraceStream.Open(path), path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var commands = ImmutableArray.CreateBuilder<TraceCommand>();
        do
        {
            while (source.TryNext(out var bytes))
            {
                var line = bytes.Trim(" \t"u8);
                if (line.IsEmpty)
                {
                    continue;
                }

                if (commands.Count == MaxCommands)
                {
                    throw source.Problem($"more than {MaxCommands} lines; this is not a list of kernels");
                }

                commands.Add(line.StartsWith("Memcpy"u8) ? Copy(line, source)
                    : line.StartsWith("kernel"u8) ? new TraceKernel(Find(folder, Encoding.UTF8.GetString(line), source))
                    : throw source.Problem($"{TraceTokens.Quote(line)} is neither a copy (MemcpyHtoD,address,bytes) nor a kernel's file (kernel-1.traceg); give the kernelslist.g of Accel-Sim's tracer"));
            }
        }
        while (await source.FillAsync(cancellation).ConfigureAwait(false));

        return commands.Count > 0
            ? new KernelsList(path, commands.ToImmutable())
            : throw source.Problem("the list is empty; was the program traced?");
    }

    private static TraceCopy Copy(ReadOnlySpan<byte> line, LineSource source)
    {
        var parts = Encoding.UTF8.GetString(line).Split(',');
        if (parts.Length != 3 || parts[0] is not ("MemcpyHtoD" or "MemcpyDtoH"))
        {
            throw source.Problem($"{TraceTokens.Quote(line)} is not a copy; expected MemcpyHtoD,address,bytes");
        }

        var digits = parts[1].AsSpan().Trim();
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address))
        {
            throw source.Problem($"the address of {TraceTokens.Quote(line)} is not a hexadecimal number of 64 bits");
        }

        return long.TryParse(parts[2], NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var count) && (ulong)count <= ulong.MaxValue - address
            ? new TraceCopy(parts[0] == "MemcpyHtoD", address, count)
            : throw source.Problem($"the size of {TraceTokens.Quote(line)} is not a number of bytes from 0 that end within 64 bits of address");
    }

    private static string Find(string folder, string name, LineSource source)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw source.Problem("the name of the kernel's file has a zero in it");
        }

        var path = Path.GetFullPath(Path.Combine(folder, name));
        return System.IO.File.Exists(path) ? path
            : Packings.Select(packing => path + packing).FirstOrDefault(System.IO.File.Exists)
            ?? throw source.Problem($"'{name}' is not in {folder}, nor {string.Join(" nor ", Packings.Select(packing => name + packing))}; keep the traces beside the list");
    }
}
