using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>Steps of the host beside launches: copies, events.</summary>
public sealed partial class SimtAssembler
{
    private const int MostStream = 1023;
    private const int MostPriority = 15;

    private readonly List<string> _events = [];

    private void Copy(TokenCursor cursor, int number)
    {
        EndKernel(number);
        var direction = cursor.Next();
        if (direction.Text is not ("in" or "out"))
        {
            throw new LineException(direction.Column, "expected the direction and the buffer: .copy in, buffer [stream n], or .copy out, buffer [stream n]");
        }

        cursor.Expect(",");
        var token = cursor.Peek;
        var name = cursor.ExpectName("a buffer's name");
        if (!_source.Buffers.Any(buffer => buffer.Name == name))
        {
            throw new LineException(token.Column, $"buffer '{name}' is not declared above");
        }

        _commands.Add(new SimtCopy(name, direction.Text == "in", Stream(cursor)));
    }

    private void Event(TokenCursor cursor, int number, bool records)
    {
        EndKernel(number);
        var token = cursor.Peek;
        var name = cursor.ExpectName("an event's name");
        var known = _events.IndexOf(name);
        if (known < 0 && !records)
        {
            throw new LineException(token.Column, $"event '{name}' is not recorded above: .record {name} [stream n]");
        }

        if (known < 0)
        {
            known = _events.Count;
            _events.Add(name);
        }

        _commands.Add(new SimtEvent(known, records, Stream(cursor)));
    }

    private static int Stream(TokenCursor cursor)
    {
        if (cursor.Peek.Kind != TokenKind.Name)
        {
            return 0;
        }

        var word = cursor.Next();
        return word.Text == "stream" ? AssemblySource.Count(cursor, "a stream", MostStream, least: 0) : throw new LineException(word.Column, $"'{word.Text}' is not 'stream'");
    }
}
