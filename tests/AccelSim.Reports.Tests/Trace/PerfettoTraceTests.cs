using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using AccelSim.Reports.Tests.Html;
using AccelSim.Results.Tests;

namespace AccelSim.Reports.Tests.Trace;

/// <summary>Timelines in Perfetto's format, read back with another implementation of it, and against the JSON of the same run.</summary>
public sealed class PerfettoTraceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accelsim-pftrace-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_independent_reader_finds_the_spans_and_counters_of_the_json_trace()
    {
        var (run, spans) = (SampleResult.Full(), SampleSpans.Of(2000, 900_000_000_000));
        var path = Path.Combine(_folder.FullName, "t.pftrace");
        await using (var to = File.Create(path))
        {
            await PerfettoTraceWriter.WriteAsync(run, spans, to, TestContext.Current.CancellationToken);
        }

        var read = Read(path);
        Assert.Empty(read.GetProperty("problems").EnumerateArray());
        Assert.Equal(["sample (layers)", "toy-mlu"], read.GetProperty("processes").EnumerateArray().Select(name => name.GetString()));
        using var stream = new MemoryStream();
        TraceWriter.Write(run, spans, 0, stream);
        var events = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var rows = events.Where(item => item.GetProperty("name").GetString() == "thread_name")
            .ToDictionary(item => (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32()), item => item.GetProperty("args").GetProperty("name").GetString()!);
        var expected = events.Where(item => item.GetProperty("ph").GetString() == "X").Select(item =>
        {
            var (pid, start) = (item.GetProperty("pid").GetInt32(), item.GetProperty("ts").GetDecimal());
            return (pid, rows[(pid, item.GetProperty("tid").GetInt32())], item.GetProperty("name").GetString()!, (long)(start * 1000), (long)((start + item.GetProperty("dur").GetDecimal()) * 1000));
        });
        var found = read.GetProperty("spans").EnumerateArray().Select(span => (span[0].GetInt32(), span[1].GetString()!, span[2].GetString()!, span[3].GetInt64(), span[4].GetInt64()));
        Assert.Equal(expected.Order(), found.Order());

        var counted = events.Where(item => item.GetProperty("ph").GetString() == "C").Select(item =>
        {
            var value = item.GetProperty("args").EnumerateObject().Single();
            return (item.GetProperty("name").GetString()!, value.Name, (long)(item.GetProperty("ts").GetDecimal() * 1000), value.Value.GetDouble());
        }).ToList();
        Assert.True(counted.Count > 100);
        Assert.Equal(counted, read.GetProperty("counters").EnumerateArray().Select(counter => (counter[0].GetString()!, counter[1].GetString()!, counter[2].GetInt64(), counter[3].GetDouble())));
    }

    [Fact]
    public void A_million_spans_allocate_no_more_than_a_thousand()
    {
        var few = Allocated(1000);
        var many = Allocated(1_000_000);

        // Beyond the counters, which have 500 values however many spans there are: what flushes leave, one for 64 KiB at most.
        Assert.InRange(many - few, long.MinValue, 4_000_000);

        static long Allocated(int count)
        {
            var (run, spans) = (SampleResult.Full(), SampleSpans.Of(count, 900_000_000_000));
            using var to = new CountingStream();

            // The stream is never waited for, so that all of it happens on this thread, whatever other tests allocate meanwhile.
            var before = GC.GetAllocatedBytesForCurrentThread();
            var writing = PerfettoTraceWriter.WriteAsync(run, spans, to, CancellationToken.None);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(writing.IsCompletedSuccessfully);
            Assert.True(to.Length > count * 20L);
            return allocated;
        }
    }

    [Fact]
    public void A_counter_is_written_where_it_changes_and_ends_with_nothing()
    {
        var counter = new TraceCounter("c", "W", 10, [0, 2, 2, 5]);
        Assert.Equal([(0, 0), (10, 2), (30, 5), (40, 0)], counter.Changes());
    }

    private static JsonElement Read(string path)
    {
        var folder = Repository.File("tests", "oracles");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "protobufjs")))
        {
            Assert.Skip("needs protobufjs: run 'npm ci --ignore-scripts' in tests/oracles");
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["read-perfetto.mjs", path]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return JsonDocument.Parse(output).RootElement;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs node with protobufjs; node is not installed");
            throw;
        }
    }
}
