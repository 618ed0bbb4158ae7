using AccelSim.Machine.Simt;

namespace AccelSim.Cli.Tests;

/// <summary>Tables of measured operators: what is read, refused, chosen and judged. What the kernels take is not looked at here.</summary>
public sealed class OperatorValidationTests : IDisposable
{
    private const string Header = "source,chip,op,dtype,dims,latency_us,note\n";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("", "has no rows")]
    [InlineData("chip,op\nA100-80GB,gemm\n", "line 1: there is no column 'source'; the header is source,chip,op,dtype,dims,latency_us,note")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16\n", "line 2: has 4 of 7 columns; is the file cut off?")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,", "line 2: ")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,m=1,10,\n", "line 2: column 'dims' holds 'm=1', which is no JSON")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,[1],10,\n", "line 2: column 'dims' holds '[1]'; write a JSON object such as")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,\"\"n\"\":2}\",10,\n", "line 2: gemm needs the dims key 'k', 1 or more; write m, n, k")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":0}\",10,\n", "line 2: gemm needs the dims key 'k', 1 or more")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":\"\"three\"\"}\",10,\n", "line 2: gemm needs the dims key 'k'")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":9999999999999}\",10,\n", "dims key 'k' is '9999999999999'; write a whole number from 0 to 1099511627776")]
    [InlineData(Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":1,\"\"m\"\":2,\"\"n\"\":2,\"\"k\"\":3}\",10,\n", "dims key 'm' is there twice")]
    [InlineData(Header + "s,A100-80GB,softmax,fp16,\"{\"\"rows\"\":1,\"\"cols\"\":2}\",fast,\n", "line 2: column 'latency_us' holds 'fast'; write microseconds, more than 0")]
    [InlineData(Header + "s,A100-80GB,softmax,fp16,\"{\"\"rows\"\":1,\"\"cols\"\":2}\",-1,\n", "column 'latency_us' holds '-1'")]
    [InlineData(Header + "s,A100-80GB,softmax,fp16,\"{\"\"rows\"\":1,\"\"cols\"\":2}\",NaN,\n", "column 'latency_us' holds 'NaN'")]
    [InlineData(Header + "s,A100-80GB,,fp16,{},1,\n", "line 2: column 'op' is empty; write an operator such as gemm")]
    [InlineData(Header + "s,A100\u001b[31m,gemm,fp16,{},1,\n", "line 2: column 'chip' holds 'A100?[31m' with a control character")]
    public void Tables_that_cannot_be_meant_are_refused_with_line_value_and_remedy(string text, string message)
    {
        var run = Validate(_work.Write("table.csv", text));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("table.csv", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, Straight(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_and_shortened()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 25).Select(_ => "s,A100-80GB,gemm,fp16,{},x,\n")) + $"s,A100-80GB,gemm,fp16,\"{new string('[', 100_000)}\",1,\n";
        var run = Validate(_work.Write("table.csv", text));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("line 11: column 'latency_us'", Straight(run.Error), StringComparison.Ordinal);
        Assert.Contains("... and 16 more", run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 100, 2000);
    }

    [Fact]
    public void A_file_larger_than_any_table_is_refused_unread()
    {
        using (var file = File.Create(_work.Path("huge.csv")))
        {
            file.SetLength(65L << 20);
        }

        var run = Validate(_work.Path("huge.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is 65 MiB; at most 64 MiB of measurements are read, so cut it into several", Straight(run.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A100-80GB", "write NAME=FILE")]
    [InlineData("A100-80GBB=a100-sxm4-40", "no row was measured on a chip 'A100-80GBB'; did you mean 'A100-80GB'?")]
    [InlineData("A100-80GB=mlu370-x4", "is not of the simt family")]
    public void A_chip_that_cannot_stand_for_a_name_is_refused(string chip, string message)
    {
        var run = InProcess.Run("validate", "operators", "--measurements", _work.Write("table.csv", Header + Gemm("A100-80GB", 64, 1)), "--chip", chip);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Straight(run.Error), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_operators_are_refused_elsewhere()
    {
        var run = InProcess.Run("validate", "simt", "--limit", "3");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--limit is for accelsim validate operators, and this is simt", Straight(run.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s,A100-80GB,model:bert:infer,fp16,\"{\"\"net\"\":\"\"x\"\"}\",10,", "whole models are not operators")]
    [InlineData("s,TPU-v6e,gemm,bf16,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":3}\",10,", "no chip file stands for 'TPU-v6e'; name one with --chip \"TPU-v6e=FILE\"")]
    [InlineData("s,A100-80GB,gemm,fp8,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":3}\",10,", "gemm on fp8 has no kernel here")]
    [InlineData("s,A100-80GB,softmax,int8,\"{\"\"rows\"\":1,\"\"cols\"\":2}\",10,", "softmax on int8 has no kernel here")]
    [InlineData("s,A100-80GB,attention_prefill,bf16,\"{\"\"batch\"\":1,\"\"seq\"\":64,\"\"heads\"\":1,\"\"head_dim\"\":64,\"\"window\"\":16}\",10,", "the dims key 'window' of attention_prefill is not known here")]
    [InlineData("s,A100-80GB,conv2d,fp16,\"{\"\"n\"\":1,\"\"c\"\":1,\"\"h\"\":8,\"\"w\"\":8,\"\"k\"\":1,\"\"r\"\":3,\"\"s\"\":3}\",10,algo=winograd", "another algorithm than implicit GEMM")]
    [InlineData("s,A100-80GB,ew:add,fp32,\"{\"\"elems\"\":1000}\",30,event-timed single launch", "launch-inclusive and below 100 us: the host was measured")]
    [InlineData("s,A100-80GB,gemm,fp16,\"{\"\"m\"\":8192,\"\"n\"\":8192,\"\"k\"\":8192}\",10,", "over 50 GFLOP: needs --sample")]
    [InlineData("s,A100-80GB,fft,fp16,\"{\"\"n\"\":{\"\"a\"\":1}}\",10,", "operator 'fft' has no kernel here")]
    public async Task Rows_that_cannot_be_repeated_stay_and_say_why(string row, string reason)
    {
        var result = Assert.Single(await Run(Header + row + "\n", 10, new Fixed(1)));
        Assert.Null(result.Row.Simulated);
        Assert.StartsWith(reason, result.Row.Remark.Replace("convolution by ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_rows_are_repeated_where_they_may_be_sampled_and_say_how_far_off_they_are()
    {
        var text = Header + "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":8192,\"\"n\"\":8192,\"\"k\"\":8192}\",10,\n";
        var result = Assert.Single(await Run(text, 10, new Fixed(1, 0.02), sample: true));
        Assert.Equal((1.0, 0.02), (result.Row.Simulated, result.Bound));
        Assert.Equal("made up, ± 2.0 %", result.Row.Remark);
    }

    [Fact]
    public async Task A_sample_takes_from_every_stratum_in_turn_and_is_the_same_wherever_rows_stand()
    {
        // 40 products of one decade, 3 of another, 5 soft-max: of nine rows three of each
        string[] rows =
        [
            .. Enumerable.Range(1, 40).Select(i => Gemm("A100-80GB", 12 + i, i)), .. Enumerable.Range(1, 3).Select(i => Gemm("A100-80GB", 1000 + i, i)),
            .. Enumerable.Range(1, 5).Select(i => $"s,A100-80GB,softmax,fp16,\"{{\"\"rows\"\":8,\"\"cols\"\":{90 + i}}}\",{i},\n"),
        ];
        var chosen = (await Run(Header + string.Concat(rows), 9, new Fixed(1))).Where(result => result.Row.Simulated is not null).ToList();
        Assert.Equal(9, chosen.Count);
        Assert.Equal([3, 3, 3], chosen.GroupBy(result => (result.Operator, result.Dims.Length)).Select(group => group.Count()));
        var again = (await Run(Header + string.Concat(rows.Reverse()), 9, new Fixed(1))).Where(result => result.Row.Simulated is not null);
        Assert.Equal(chosen.Select(result => result.Dims).Order(StringComparer.Ordinal), again.Select(result => result.Dims).Order(StringComparer.Ordinal));
        var other = (await Run(Header + string.Concat(rows), 9, new Fixed(1), seed: 2)).Where(result => result.Row.Simulated is not null);
        Assert.NotEqual(chosen.Select(result => result.Dims), other.Select(result => result.Dims));
    }

    [Fact]
    public async Task The_host_is_added_where_it_was_measured()
    {
        var text = Header + "neusight,A100-PCIE-40GB,softmax,fp32,\"{\"\"rows\"\":8,\"\"cols\"\":95}\",150,event-timed single launch\nvidur,A100-80GB,gelu,fp16,\"{\"\"elems\"\":95}\",150,kernel time\n";
        var results = await Run(text, 10, new Fixed(100));
        Assert.Equal([127.6, 100], results.Select(result => Math.Round(result.Row.Simulated!.Value, 6)));
        Assert.Equal([true, false], results.Select(result => result.IsLaunchInclusive));
    }

    [Theory]
    [InlineData(1.12, true)]
    [InlineData(1.14, false)]
    public async Task Groups_are_judged_by_the_mean_of_their_errors(double factor, bool passes)
    {
        var results = await Run(Header + Gemm("A100-80GB", 512, 100) + Gemm("A100-80GB", 2048, 100), 10, new Fixed(100 * factor));
        Assert.Equal(passes, Reports.OperatorReport.Passed(results));
    }

    /// <summary>Sources that say which framework they timed are repeated with its kernels, others with ours.</summary>
    [Theory]
    [InlineData("vidur,A100-80GB,silu_mul,fp16,\"{\"\"rows\"\":4,\"\"cols\"\":2048,\"\"elems\"\":8192}\",9,x", "tokens(silu_and_mul,threads=1024)")]
    [InlineData("mine,A100-80GB,silu_mul,fp16,\"{\"\"rows\"\":4,\"\"cols\"\":2048,\"\"elems\"\":8192}\",9,x", "4 blocks of 256 threads, 1 x 8 elements each")]
    [InlineData("vidur,A100-80GB,rmsnorm,fp16,\"{\"\"rows\"\":4,\"\"cols\"\":2048}\",9,x", "rows(vector=1,threads=1024,rows=1,chunks=1,passes)")]
    [InlineData("vidur,A100-80GB,rope,fp16,\"{\"\"tokens\"\":4,\"\"heads\"\":8,\"\"kv_heads\"\":2,\"\"head_dim\"\":64}\",9,x", "tokens(rope,vector=1,threads=256)")]
    [InlineData("mine,A100-80GB,rope,fp16,\"{\"\"tokens\"\":4,\"\"heads\"\":8,\"\"kv_heads\"\":2,\"\"head_dim\"\":64}\",9,x", "tokens(rope,vector=8,threads=32)")]
    [InlineData("vidur,A100-80GB,embedding,fp16,\"{\"\"tokens\"\":4,\"\"dim\"\":1024,\"\"vocab\"\":99}\",9,x", "index_select(32 blocks of 128 threads)")]
    [InlineData("mine,A100-80GB,embedding,fp16,\"{\"\"tokens\"\":4,\"\"dim\"\":1024,\"\"vocab\"\":99}\",9,x", "2 blocks of 256 threads, 8 elements each")]
    [InlineData("vidur,A100-80GB,ew:add,fp16,\"{\"\"elems\"\":1024}\",9,vidur phi-2 tp1", "elements each; ")]
    [InlineData("aiconfigurator,A100-80GB,attention_prefill,bf16,\"{\"\"batch\"\":1,\"\"seq\"\":128,\"\"heads\"\":2,\"\"head_dim\"\":64,\"\"causal\"\":1}\",9,vllm", "tokens(cache,vector=8,threads=128); attention(")]
    [InlineData("aiconfigurator,A100-80GB,attention_decode,bf16,\"{\"\"batch\"\":1,\"\"kv_len\"\":128,\"\"heads\"\":2,\"\"head_dim\"\":64}\",9,trtllm", "tokens(rope+cache,vector=8,threads=8); attention(")]
    [InlineData("aiconfigurator,A100-80GB,attention_prefill,bf16,\"{\"\"batch\"\":1,\"\"seq\"\":128,\"\"heads\"\":2,\"\"head_dim\"\":64,\"\"causal\"\":1}\",9,trtllm", "offsets(1 sequences); tokens(rope+cache,")]
    [InlineData("aiconfigurator,A100-80GB,attention_decode,bf16,\"{\"\"batch\"\":3,\"\"kv_len\"\":128,\"\"heads\"\":2,\"\"head_dim\"\":64}\",9,sglang", "plan(3 sequences); attention(")]
    [InlineData("aiconfigurator,A100-80GB,attention_encoder,bf16,\"{\"\"batch\"\":1,\"\"seq\"\":128,\"\"heads\"\":2,\"\"head_dim\"\":64}\",9,trtllm", "offsets(1 sequences); tokens(preprocess,threads=16); attention(")]
    [InlineData("aiconfigurator,A100-80GB,gemm,int8,\"{\"\"m\"\":8,\"\"n\"\":128,\"\"k\"\":64}\",9,trtllm; trt_flow", "gemm(tile=32x128x32,warp=32x32,stages=6,split=1,")]
    [InlineData("llmservingsim,A100-80GB,rmsnorm,bf16,\"{\"\"rows\"\":21,\"\"cols\"\":4096}\",9,x", "to_float(unrolled,168 blocks); pow(vectorized,168 blocks); mean(32x16 threads,16 rows a block); add_eps(")]
    [InlineData("llmservingsim,A100-80GB,rope,bf16,\"{\"\"tokens\"\":4,\"\"heads\"\":8,\"\"kv_heads\"\":2,\"\"head_dim\"\":64}\",9,x", "mul_cos(strided,4 blocks); neg(strided,2 blocks); cat(216 x 2 blocks of 512 threads); mul_sin(strided,4 blocks); add(strided,4 blocks); mul_cos(strided,1 blocks)")]
    [InlineData("llmservingsim,A100-80GB,silu_mul,bf16,\"{\"\"rows\"\":4,\"\"cols\"\":2048,\"\"elems\"\":8192}\",9,x", "silu(vectorized,16 blocks); mul(vectorized,16 blocks)")]
    [InlineData("llmservingsim,A100-80GB,embedding,bf16,\"{\"\"tokens\"\":40,\"\"dim\"\":1024,\"\"vocab\"\":99}\",9,x", "index_select(320 blocks of 128 threads)")]
    [InlineData("llmservingsim,A100-80GB,embedding,bf16,\"{\"\"tokens\"\":16,\"\"dim\"\":1024,\"\"vocab\"\":99}\",9,x", "8 blocks of 256 threads, 8 elements each")]
    public void A_source_that_names_its_framework_is_repeated_with_its_kernels(string row, string schedule)
    {
        var rows = OperatorFile.Read(_work.Write("table.csv", Header + row + "\n"));
        var chip = new OperatorChips([], rows).Of("A100-80GB")!;
        Assert.Contains(schedule, (FrameworkKernels.Compile(rows[0], chip) ?? OperatorKernels.Compile(rows[0], chip))!.Schedule, StringComparison.Ordinal);
    }

    /// <summary>A graph has the gap before each kernel, a layer between events of TensorRT the start on an idle chip, a profiler neither.</summary>
    [Fact]
    public void What_a_timer_sees_beside_the_kernel_is_the_chips()
    {
        const string row = "s,A100-80GB,gemm,fp16,\"{\"\"m\"\":16,\"\"n\"\":64,\"\"k\"\":64}\",9,";
        var rows = OperatorFile.Read(_work.Write("table.csv", Header + row + "profiler\n" + row + "cuda-graph kernel time\n" + row + "cuda-graph kernel time; trt_flow\n"));
        var chip = new OperatorChips([], rows).Of("A100-80GB")!;
        long[] times = [.. rows.Select(measured => new KernelRunner().Run(measured, chip, TestContext.Current.CancellationToken).Femtoseconds)];
        Assert.Equal([chip.Launch.KernelGap.Femtoseconds, chip.Launch.KernelStart.Femtoseconds], [times[1] - times[0], times[2] - times[0]]);
    }

    [Fact]
    public void The_list_and_the_table_hold_what_was_read()
    {
        var table = _work.Write("table.csv", Header + Gemm("A100-80GB", 512, 100) + "s,NPU,gemm,fp16,\"{\"\"m\"\":1,\"\"n\"\":2,\"\"k\"\":3}\",10,a \"\"note\"\"\n");
        Assert.Equal(0, InProcess.Run("validate", "operators", "--measurements", table, "--list", _work.Path("list.csv")).ExitCode);
        Assert.Equal(Header + Gemm("A100-80GB", 512, 100), File.ReadAllText(_work.Path("list.csv")));
    }

    /// <summary>Every row of the public table is read, and each either chosen or told why not.</summary>
    [Fact]
    public async Task The_public_table_is_read_whole()
    {
        var path = SharedData.Require("reference", "hw", "public.csv");
        var rows = OperatorFile.Read(path);
        var results = await new OperatorValidation(rows, new OperatorChips([], rows)).RunAsync(250, 1, new Fixed(100), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadLines(path).Count() - 1, results.Count);
        Assert.Equal(250, results.Count(result => result.Row.Simulated is not null));
        Assert.All(results.Where(result => result.Row.Simulated is null), result => Assert.NotEmpty(result.Row.Remark));
    }

    private static Accelsim Validate(string table) => InProcess.Run("validate", "operators", "--measurements", table);

    private static string Gemm(string chip, int m, int microseconds) => $"s,{chip},gemm,fp16,\"{{\"\"m\"\":{m},\"\"n\"\":64,\"\"k\"\":64}}\",{microseconds},\n";

    /// <summary>A message without the line breaks of the console.</summary>
    private static string Straight(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<IReadOnlyList<Reports.OperatorResult>> Run(string text, int limit, IOperatorRunner runner, int seed = 1, bool sample = false)
    {
        var rows = OperatorFile.Read(_work.Write("rows.csv", text));
        return await new OperatorValidation(rows, new OperatorChips([], rows), sample).RunAsync(limit, seed, runner, _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Says that everything takes so many microseconds.</summary>
    private sealed class Fixed(double microseconds, double? bound = null) : IOperatorRunner
    {
        public OperatorTime Run(OperatorRow row, SimtChip chip, CancellationToken cancellation) => new((long)(microseconds * 1e9), "made up") { Bound = bound };
    }
}
