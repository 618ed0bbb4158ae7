using System.Text.Json;

namespace AccelSim.Cli.Tests;

/// <summary>A written timeline against the trace-event format (JSON object form) that Perfetto and chrome://tracing read.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("programs/mlu/softmax-row.asm", "compute", "io")]
    [InlineData("programs/mlu/gemm370-6-pipe5.asm --chip mlu370-m8", "compute", "io", "move")]
    [InlineData("programs/models/gpt2_block.onnx --dim sequence=16 --iterations 2", "compute", "io", "move")]
    [InlineData("programs/models/gpt2_block.onnx --dim sequence=16 --mode eager --cold", "compute", "io", "move")]
    public void Every_event_has_the_fields_of_its_phase_and_rows_are_in_order(string target, params string[] busy)
    {
        var events = Events(target);
        var rows = new Dictionary<(int, int), string>();
        var ends = new Dictionary<(int, int), decimal>();
        foreach (var item in events)
        {
            if (item.GetProperty("ph").GetString() == "C")
            {
                Assert.Equal(["name", "ph", "pid", "ts", "args"], item.EnumerateObject().Select(field => field.Name));
                Assert.True(Assert.Single(item.GetProperty("args").EnumerateObject()).Value.GetDouble() >= 0);
                continue;
            }

            var place = (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32());
            Assert.NotEmpty(item.GetProperty("name").GetString()!);
            switch (item.GetProperty("ph").GetString())
            {
                case "M":
                    Assert.Equal(["name", "ph", "pid", "tid", "args"], item.EnumerateObject().Select(field => field.Name));
                    Assert.NotEmpty(item.GetProperty("args").GetProperty("name").GetString()!);
                    if (item.GetProperty("name").GetString() == "thread_name")
                    {
                        rows.Add(place, item.GetProperty("args").GetProperty("name").GetString()!);
                    }
                    else
                    {
                        Assert.Equal("process_name", item.GetProperty("name").GetString());
                    }

                    break;
                case "X":
                    var (start, length) = (item.GetProperty("ts").GetDecimal(), item.GetProperty("dur").GetDecimal());
                    Assert.True(start >= ends.GetValueOrDefault(place), $"{rows[place]}: {item} begins before {ends.GetValueOrDefault(place)}");
                    Assert.True(length >= 0, item.ToString());
                    Assert.True(rows.ContainsKey(place), $"{item} is on a row without a name");
                    ends[place] = start + length;
                    break;
                default:
                    Assert.Fail($"the phase of {item} is none of M, X and C");
                    break;
            }
        }

        Assert.Equal("layers", rows[(1, 1)]);
        var device = rows.Where(row => row.Key.Item1 == 2).ToList();
        Assert.All(device, row => Assert.Matches("^cluster [0-9]+ (core [0-9]+|memory core) (alu|compute|io|move)$", row.Value));
        Assert.Equal(device.Count, device.Select(row => row.Value).Distinct().Count());
        foreach (var queue in (string[])["alu", .. busy])
        {
            Assert.Contains(device, row => row.Value.EndsWith(" " + queue, StringComparison.Ordinal) && ends.ContainsKey(row.Key));
        }

        // Who does anything at all decodes scalar instructions too.
        var cores = device.Where(row => ends.ContainsKey(row.Key)).Select(row => row.Value[..row.Value.LastIndexOf(' ')]).Distinct();
        Assert.All(cores, core => Assert.Contains(device, row => row.Value == core + " alu" && ends.ContainsKey(row.Key)));
    }

    [Fact]
    public void Scalar_rows_do_not_outweigh_the_others()
    {
        var events = Events("programs/models/gpt2_block.onnx --dim sequence=16");
        var scalar = events.Count(item => item.GetProperty("name").GetString() == "scalar");
        Assert.InRange(scalar, 100, events.Count * 45 / 100);
    }

    [Fact]
    public void A_name_that_ends_in_pftrace_gets_packets_of_perfetto()
    {
        var path = _work.Path("t.pftrace");
        var run = InProcess.Run("run", Repository.File("programs", "mlu", "softmax-row.asm"), "--quiet", "--trace", path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var bytes = File.ReadAllBytes(path);

        // A trace is nothing but packets: field 1, its length, and so on to the end (tests of the reports read what is in them).
        var packets = 0;
        for (var at = 0; at < bytes.Length; packets++)
        {
            Assert.Equal(0x0a, bytes[at++]);
            var (length, shift) = (0, 0);
            do
            {
                length |= (bytes[at] & 0x7f) << shift;
                shift += 7;
            }
            while (bytes[at++] >= 0x80);
            at += length;
            Assert.InRange(at, 0, bytes.Length);
        }

        Assert.True(packets > 50);
        Assert.Equal([path], Directory.GetFiles(_work.Folder));
    }

    private List<JsonElement> Events(string target)
    {
        var path = _work.Path("trace.json");
        var words = target.Split(' ');
        var run = InProcess.Run(["run", Repository.File(words[0]), .. words[1..], "--quiet", "--trace", path]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        Assert.Equal(["displayTimeUnit", "traceEvents"], root.EnumerateObject().Select(field => field.Name));
        Assert.Equal("ns", root.GetProperty("displayTimeUnit").GetString());
        return [.. root.GetProperty("traceEvents").EnumerateArray()];
    }
}
