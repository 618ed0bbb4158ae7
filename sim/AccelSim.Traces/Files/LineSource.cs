using System.Buffers;
using System.IO.Pipelines;

namespace AccelSim.Traces.Files;

/// <summary>
/// The lines of a text of any length, one at a time, through a pipe: what is in memory is one piece of the file and one line. Line ends are LF or CR LF.
/// </summary>
internal sealed class LineSource : IDisposable
{
    /// <summary>Longest line: names of templated kernels take some kilobytes, an instruction with 32 addresses one.</summary>
    public const int MaxLine = 64 << 10;

    private readonly PipeReader _reader;
    private byte[] _joined = new byte[1 << 10];
    private ReadOnlySequence<byte> _piece;
    private SequencePosition _next;
    private ReadOnlyMemory<byte> _segment;
    private int _at;
    private int _carried;
    private bool _ended;

    public LineSource(Stream stream, string file)
    {
        File = file;
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16));
    }

    /// <summary>Name of the file, for messages.</summary>
    public string File { get; }

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>A problem at the current line.</summary>
    public TraceException Problem(string problem) => new(File, Number, problem);

    /// <summary>The next line, valid until the next call; false where the file has to be read on.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        do
        {
            var rest = _segment.Span[_at..];
            var end = rest.IndexOf((byte)'\n');
            if (end >= 0)
            {
                _at += end + 1;
                line = _carried == 0 ? rest[..end] : Join(rest[..end]);
                return Found(ref line);
            }

            if (!rest.IsEmpty)
            {
                Join(rest);
            }

            _at = 0;
        }
        while (_piece.TryGet(ref _next, out _segment));

        _segment = default;
        line = _joined.AsSpan(0, _carried);
        return _ended && _carried > 0 && Found(ref line);
    }

    /// <summary>Reads on; false at the end of the file, once the last line has been taken.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return false;
        }

        try
        {
            _reader.AdvanceTo(_piece.End);
            var result = await _reader.ReadAsync(cancellation).ConfigureAwait(false);
            _piece = result.Buffer;
            _next = _piece.Start;
            _ended = result.IsCompleted && _piece.IsEmpty;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new TraceException(File, Number, $"cannot be read further: {problem.Message}; copy or unpack the file again", problem);
        }

        return !_ended || _carried > 0;
    }

    public void Dispose() => _reader.Complete();

    private bool Found(ref ReadOnlySpan<byte> line)
    {
        Number++;
        _carried = 0;
        if (line.Length > MaxLine)
        {
            throw TooLong();
        }

        if (!line.IsEmpty && line[^1] == '\r')
        {
            line = line[..^1];
        }

        return true;
    }

    /// <summary>Keeps a part of a line that goes on in the next segment; the segment's memory is given back.</summary>
    private ReadOnlySpan<byte> Join(ReadOnlySpan<byte> part)
    {
        if (part.Length > MaxLine - _carried)
        {
            Number++;
            throw TooLong();
        }

        if (part.Length > _joined.Length - _carried)
        {
            Array.Resize(ref _joined, MaxLine);
        }

        part.CopyTo(_joined.AsSpan(_carried));
        _carried += part.Length;
        return _joined.AsSpan(0, _carried);
    }

    private TraceException TooLong() => Problem($"the line is longer than {MaxLine} bytes; this is not the text of an Accel-Sim trace");
}
