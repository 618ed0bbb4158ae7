using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AccelSim.Machine.Yaml;

/// <summary>
/// Reads one YAML document into nodes with locations. Only the plain part of YAML is accepted: no anchors, aliases or tags
/// (so a small file cannot expand into a large one), one document, bounded size and depth.
/// </summary>
internal sealed class YamlDocumentReader(string file, ProblemList problems)
{
    /// <summary>Largest configuration file in bytes; the largest of ours is a few kilobytes.</summary>
    public const int LargestFile = 1 << 20;

    private const int Deepest = 32;
    private const int MostNodes = 100_000;

    private int _nodes;

    /// <summary>Reads a file; null when it has problems (which are in the list).</summary>
    public ConfigNode? ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            var information = new FileInfo(path);
            if (!information.Exists)
            {
                return Refuse(default, Directory.Exists(path) ? "is a folder, not a configuration file" : "does not exist");
            }

            if (information.Length > LargestFile)
            {
                return Refuse(default, $"is {information.Length} bytes long; a configuration file has at most {LargestFile}");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refuse(default, "cannot be read: " + e.Message);
        }

        try
        {
            return ReadText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            return Refuse(default, FormattableString.Invariant($"is not UTF-8 text (byte {e.Index})"));
        }
    }

    /// <summary>Reads text; null when it has problems.</summary>
    public ConfigNode? ReadText(string text)
    {
        if (text.Length > LargestFile)
        {
            return Refuse(default, $"is {text.Length} characters long; a configuration has at most {LargestFile}");
        }

        try
        {
            var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return Refuse(new Mark(0, 1, 1), "is empty");
            }

            var root = ReadNode(parser, "", 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                return Refuse(second.Start, "holds more than one YAML document");
            }

            return root;
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (YamlException e)
        {
            return Refuse(e.Start, "is not valid YAML: " + (e.InnerException ?? e).Message);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or OverflowException)
        {
            // The scanner reports some malformed escapes this way.
            return Refuse(default, "is not valid YAML: " + e.Message);
        }
    }

    private ConfigNode ReadNode(IParser parser, string path, int depth)
    {
        var next = parser.Current ?? throw Refused(default, "ends unexpectedly");
        if (depth > Deepest || ++_nodes > MostNodes)
        {
            throw Refused(next.Start, "is nested deeper or holds more values than any configuration");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            throw Refused(alias.Start, $"uses the alias '*{alias.Value}'; aliases are not accepted, repeat the value or use extends");
        }

        if (next is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            throw Refused(
                anchored.Start, $"uses the anchor '&{anchored.Anchor.Value}'; anchors are not accepted, repeat the value or use extends");
        }

        if (next is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw Refused(tagged.Start, $"uses the tag '{tagged.Tag}'; tags are not accepted");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new ConfigScalar(At(scalar.Start), scalar.Value, scalar.Style is not ScalarStyle.Plain);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<ConfigNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(parser, FormattableString.Invariant($"{path}[{items.Count}]"), depth + 1));
            }

            return new ConfigList(At(sequence.Start), items);
        }

        return ReadMap(parser, path, depth);
    }

    private ConfigMap ReadMap(IParser parser, string path, int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<ConfigEntry>();
        var seen = new Dictionary<string, SourceLocation>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key) || !key.Anchor.IsEmpty)
            {
                throw Refused(parser.Current?.Start ?? default, "has a key that is not plain text");
            }

            var keyPath = ConfigPath.Join(path, key.Value);
            var value = ReadNode(parser, keyPath, depth + 1);
            if (seen.TryGetValue(key.Value, out var first))
            {
                problems.Add(At(key.Start), keyPath, key.Value, $"is given twice; first at {first}");
            }
            else
            {
                seen.Add(key.Value, At(key.Start));
                entries.Add(new ConfigEntry(key.Value, At(key.Start), value));
            }
        }

        return new ConfigMap(At(start.Start), entries);
    }

    private SourceLocation At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private ConfigNode? Refuse(Mark mark, string message)
    {
        problems.Add(At(mark), "", "", message);
        return null;
    }

    private RefusedException Refused(Mark mark, string message)
    {
        Refuse(mark, message);
        return new RefusedException();
    }

    private sealed class RefusedException : Exception;
}
