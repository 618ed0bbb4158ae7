using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MessagePack.Tests;

/// <summary>Both directions against python3-msgpack, an independent implementation, where it is installed.</summary>
public sealed class PythonAgreementTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Python_reads_what_this_writes()
    {
        RequirePython();
        var values = Sample();
        var written = string.Join('\n', values.Select(v => Convert.ToHexString(Encode(v))));
        var read = Run("""
            import sys, json, msgpack
            def plain(v):
                return {"bytes": v.hex()} if isinstance(v, bytes) else [plain(x) for x in v] if isinstance(v, list) else v
            for line in sys.stdin: print(json.dumps(plain(msgpack.unpackb(bytes.fromhex(line.strip())))))
            """, written);
        Assert.Equal(values.Select(Json), read.Select(l => JsonSerializer.Serialize(JsonDocument.Parse(l).RootElement)));
    }

    [Fact]
    public void This_reads_what_Python_writes()
    {
        RequirePython();
        var values = Sample();
        var packed = Run("""
            import sys, json, msgpack
            def real(v):
                return bytes.fromhex(v["bytes"]) if isinstance(v, dict) else [real(x) for x in v] if isinstance(v, list) else v
            for line in sys.stdin: print(msgpack.packb(real(json.loads(line))).hex())
            """, string.Join('\n', values.Select(Json)));
        Assert.Equal(values.Select(Json), packed.Select(hex => Json(Decode(Convert.FromHexString(hex)))));
    }

    // Around every power of two, every header size, nested.
    private static List<object?> Sample()
    {
        var values = new List<object?> { null, true, false, 0L, long.MinValue, long.MaxValue, 0.0625, -1.5 };
        for (var bits = 0; bits < 63; bits++)
        {
            for (var d = -2; d <= 2; d++)
            {
                values.Add((1L << bits) + d);
                values.Add(-(1L << bits) + d);
            }
        }

        foreach (var length in (int[])[0, 15, 16, 31, 32, 127, 128, 255, 256, 65535, 65536])
        {
            values.Add(new string('x', length));
            values.Add(string.Concat(Enumerable.Repeat("é", length / 2)));
            values.Add(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
            values.Add(Enumerable.Range(0, length).Select(i => (object?)(long)i).ToList());
        }

        values.Add(values.Take(40).ToList());
        values.Add(new List<object?> { values.Take(4).ToList(), new List<object?> { new List<object?>() } });
        return values;
    }

    private static byte[] Encode(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(new MessagePackWriter(buffer), value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case bool b: writer.Write(b); break;
            case long n: writer.Write(n); break;
            case double d: writer.Write(d); break;
            case string s: writer.Write(s); break;
            case byte[] bytes: writer.Write(bytes); break;
            case List<object?> list:
                writer.WriteArrayHeader(list.Count);
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                break;
            default: throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private static object? Decode(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        var value = Read(ref reader);
        Assert.True(reader.End);
        return value;
    }

    private static object? Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil: reader.ReadNil(); return null;
            case MessagePackType.Boolean: return reader.ReadBoolean();
            case MessagePackType.Integer: return reader.ReadInt64();
            case MessagePackType.Float: return reader.ReadDouble();
            case MessagePackType.String: return reader.ReadString();
            case MessagePackType.Binary: return reader.ReadBytes()!.Value.ToArray();
            default:
                var list = new List<object?>();
                for (var n = reader.ReadArrayHeader(); n > 0; n--)
                {
                    list.Add(Read(ref reader));
                }

                return list;
        }
    }

    private static string Json(object? value) => value switch
    {
        byte[] bytes => $$"""{"bytes":"{{Convert.ToHexStringLower(bytes)}}"}""",
        List<object?> list => $"[{string.Join(',', list.Select(Json))}]",
        double d => d.ToString(CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value),
    };

    private static void RequirePython()
    {
        if (!File.Exists(Python) || Run("import importlib.util; print(importlib.util.find_spec('msgpack') is not None)", "") is not ["True"])
        {
            Assert.Skip("needs python3-msgpack");
        }
    }

    private static List<string> Run(string script, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var writing = Task.Run(() =>
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        });
        var output = process.StandardOutput.ReadToEnd();
        writing.Wait();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
