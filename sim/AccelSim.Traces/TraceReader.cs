using System.Globalization;
using AccelSim.Traces.Files;
using AccelSim.Traces.Kernels;

namespace AccelSim.Traces;

/// <summary>
/// Reads a kernel's trace of Accel-Sim (<c>kernel-1.traceg</c>, plain or packed with gzip or xz), one thread block at a time: a trace of many gigabytes
/// takes no more memory than its largest block. The format is that of NVBit's tracer, versions 1 to 5, after
/// <c>post-traces-processing</c> has grouped it by thread block.
/// </summary>
public sealed class TraceReader : IDisposable
{
    private readonly Stream _stream;
    private readonly LineSource _source;
    private TraceHeader? _header;
    private TraceBodyParser? _body;
    private bool _ended;

    private TraceReader(Stream stream, string name)
    {
        _stream = stream;
        _source = new LineSource(stream, name);
    }

    /// <summary>The header.</summary>
    public TraceHeader Header => _header ?? throw new InvalidOperationException("no header");

    /// <summary>The code of the kernel as far as it has been read.</summary>
    public TraceCode Code { get; } = new();

    /// <summary>Thread blocks read so far.</summary>
    public long Blocks => _body?.Blocks ?? 0;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="TraceException">The file cannot be opened, or is not a trace.</exception>
    public static async ValueTask<TraceReader> OpenAsync(string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await StartAsync(TraceStream.Open(path), path, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a trace from a stream that can be sought in, which the reader closes.</summary>
    /// <param name="stream">Text, or text packed with gzip or xz.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TraceException">It is not a trace.</exception>
    public static async ValueTask<TraceReader> OpenAsync(Stream stream, string name, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return await StartAsync(TraceStream.Unpack(stream), name, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads the next thread block.</summary>
    /// <param name="block">Filled anew; give the same one again where the last block is not needed any more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>False where there is none: the trace was complete, and every opcode known.</returns>
    /// <exception cref="TraceException">The trace is damaged; or it has ended and had opcodes that the table lacks, which are listed.</exception>
    public async ValueTask<bool> ReadBlockAsync(TraceBlock block, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_ended)
        {
            return false;
        }

        _body!.Begin(block);
        do
        {
            while (_source.TryNext(out var line))
            {
                if (_body.Line(line))
                {
                    return true;
                }
            }
        }
        while (await _source.FillAsync(cancellation).ConfigureAwait(false));

        _ended = true;
        _body.End();
        ThrowIfUnknown();
        return false;
    }

    /// <inheritdoc cref="ReadBlockAsync"/>
    public bool ReadBlock(TraceBlock block) => ReadBlockAsync(block).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _stream.Dispose();
    }

    private static async ValueTask<TraceReader> StartAsync(Stream stream, string name, CancellationToken cancellation)
    {
        var reader = new TraceReader(stream, name);
        try
        {
            reader._header = await reader.ReadHeaderAsync(cancellation).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private async ValueTask<TraceHeader> ReadHeaderAsync(CancellationToken cancellation)
    {
        var parser = new TraceHeaderParser(_source);
        do
        {
            while (_source.TryNext(out var line))
            {
                if (parser.Line(line))
                {
                    // the line that ended the header may begin the first block
                    _body = new TraceBodyParser(_source, parser.Header!, Code);
                    _body.Line(line);
                    return parser.Header!;
                }
            }
        }
        while (await _source.FillAsync(cancellation).ConfigureAwait(false));

        _body = new TraceBodyParser(_source, parser.Finish(), Code);
        return parser.Finish();
    }

    private void ThrowIfUnknown()
    {
        const int Listed = 50;
        var unknown = Code.Unknown;
        if (unknown.Count > 0)
        {
            var list = string.Join(", ", unknown.Take(Listed).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} ({entry.Count})")));
            var more = unknown.Count > Listed ? string.Create(CultureInfo.InvariantCulture, $" and {unknown.Count - Listed} more") : "";
            throw new TraceException(_source.File, 0, $"opcodes without a timing class, with how often they were executed: {list}{more}; add them to SassTable");
        }
    }
}
