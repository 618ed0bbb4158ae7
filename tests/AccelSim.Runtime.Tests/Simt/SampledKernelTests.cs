using AccelSim.Chips.Simt;
using AccelSim.Compiler.Simt.Operators;
using AccelSim.Functional.Simt;
using AccelSim.Graph.Operators;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;
using AccelSim.Runtime.Simt;
using AccelSim.Tensors;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>Kernels of which only some waves are simulated, against the same kernels simulated whole.</summary>
public sealed class SampledKernelTests
{
    private static readonly SimtChip Chip =
        (SimtChip)ChipFile.Load(Repository.File("configs", "chips", "a100-sxm4-80.yaml"), ["sms=8", "l2.capacity=5 MiB"]);

    public static TheoryData<string> Long() => ["vecadd", "softmax", "layernorm", "gemm", "gemm32", "attention"];

    /// <summary>What <c>--sample</c> promises: the time of every block lies within the bound, and less was simulated.</summary>
    [Theory]
    [MemberData(nameof(Long))]
    public void The_whole_kernel_takes_what_the_sample_says_within_its_bound(string name)
    {
        var (whole, sampled) = (Run(name, null), Run(name, SampleRule.Default));
        var sample = sampled.Runs[0].Sample!;
        Assert.Null(whole.Runs[0].Sample);
        Assert.InRange(sample.Simulated, 1, sample.Blocks * 4 / 5);
        Assert.InRange(Math.Abs(Time(sampled) - Time(whole)), 0, sample.BoundFemtoseconds);
        Assert.InRange((double)sample.BoundFemtoseconds / Time(sampled), 0, 0.08);
        Near(whole.Counters.Instructions, sampled.Counters.Instructions, 0.001);
        Near(whole.Counters.ThreadInstructions, sampled.Counters.ThreadInstructions, 0.001);
        Near(whole.Counters.TensorMacs, sampled.Counters.TensorMacs, 0.001);
        Near(whole.Counters.GlobalSectors, sampled.Counters.GlobalSectors, 0.001);
        Near(whole.Counters.WarpCycles, sampled.Counters.WarpCycles, 0.03);
        Assert.Equal(whole.Counters.Blocks, sampled.Counters.Blocks);
        Near(whole.Activity.BytesRead(SmMemory.Registers), sampled.Activity.BytesRead(SmMemory.Registers), 0.001);
        Near(whole.Activity.BytesWritten(SmMemory.Shared), sampled.Activity.BytesWritten(SmMemory.Shared), 0.001);
        Near(whole.Activity.Operations(SimtUnit.IntMultiply), sampled.Activity.Operations(SimtUnit.IntMultiply), 0.001);

        // What is read once, early, is over-estimated; what costs energy is the bytes that are reported.
        Near(sampled.Dram.BytesRead, sampled.Dram.Work.ReadBytes, 0.01);
        Assert.InRange((double)sampled.Dram.Work.Activates, whole.Dram.Work.Activates * 0.8, whole.Dram.Work.Activates * 1.5);
    }

    /// <summary>The laws that hold for kernels simulated whole hold with what was left out.</summary>
    [Theory]
    [MemberData(nameof(Long))]
    public void Accounts_of_a_sample_add_up(string name)
    {
        var device = Run(name, SampleRule.Default);
        var stalls = device.Stalls;
        var states = Enumerable.Range(0, StallCounts.Count).Select(reason => stalls[reason]).ToList();
        Assert.All(states, cycles => Assert.True(cycles >= 0));
        Assert.Equal(device.Counters.WarpCycles, states.Sum());
        Assert.Equal(device.Counters.Instructions, stalls[(int)StallReason.Selected]);
        var slots = Enumerable.Range(0, Chip.Sms).SelectMany(sm => Enumerable.Range(0, Chip.Sm.SubCores).Select(subCore => device.SlotsOf(sm, subCore))).ToList();
        Assert.Equal(device.Counters.Instructions, slots.Sum(slot => slot.Issued.ToArray().Sum()));

        // A sub-core has no more slots than cycles.
        var cycles = device.Clock.CycleAtOrAfter(Time(device));
        Assert.All(slots, slot => Assert.InRange(slot.Issued.ToArray().Sum() + slot.Stalled.ToArray().Sum(), 1, cycles));
    }

    [Fact]
    public void Two_samples_are_the_same()
    {
        var (first, second) = (Run("gemm", SampleRule.Default), Run("gemm", SampleRule.Default));
        Assert.Equal(first.Runs[0].Sample, second.Runs[0].Sample);
        Assert.Equal(first.Counters, second.Counters);
        Assert.Equal(first.Simulation.TraceHash, second.Simulation.TraceHash);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("uneven")]
    public void Kernels_of_few_waves_are_simulated_whole(string name)
    {
        var (whole, sampled) = (Run(name, null), Run(name, SampleRule.Default));
        Assert.Null(sampled.Runs[0].Sample);
        Assert.Equal(whole.Runs[0].End, sampled.Runs[0].End);
        Assert.Equal(whole.Counters, sampled.Counters);
        Assert.Equal(whole.Simulation.TraceHash, sampled.Simulation.TraceHash);
    }

    /// <summary>A kernel behind a sampled one begins after all of it, and what it reads is in the L2 as it would be.</summary>
    [Fact]
    public void The_next_kernel_comes_after_what_was_left_out()
    {
        var program = Program("softmax");
        var device = new SimtDevice(Chip, program.Bytes);
        Launch(device, program, SampleRule.Default);
        Launch(device, program, null);
        var (first, second) = (device.Runs[0], device.Runs[1]);
        Assert.True(second.FirstBlock >= first.End);
        Assert.True(first.End - first.FirstBlock > first.Sample!.SkippedFemtoseconds);
        var alone = new SimtDevice(Chip, program.Bytes);
        Launch(alone, program, null);
        Launch(alone, program, null);
        Near(alone.Runs[1].End - alone.Runs[1].FirstBlock, second.End - second.FirstBlock, 0.02);
    }

    [Fact]
    public async Task Every_femtosecond_of_a_sampled_run_has_a_cause_and_the_result_says_what_was_simulated()
    {
        var image = SimtBench.Assemble(SimtBench.Add.Replace("4096", "2097152", StringComparison.Ordinal).Replace("grid 16", "grid 8192", StringComparison.Ordinal), Chip);
        var host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));
        var run = await Simulator.RunAsync(
            image, Chip, host, new SessionOptions { Model = "add", Precision = "as compiled" }, 1, new DeviceOptions { Sample = true }, TestContext.Current.CancellationToken);
        var layer = Assert.Single(run.Layers);
        Assert.Equal(run.DeviceFemtoseconds, layer.Causes.Total);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.All(run.Units, unit => Assert.Equal(run.Femtoseconds, unit.Causes.Total));
        Assert.Equal((1, 1, 8192L), (run.Sampling!.Launches, run.Sampling.Sampled, run.Sampling.Blocks));
        Assert.InRange(run.Sampling.SimulatedBlocks, 64, 6000);
        Assert.Equal(8192, run.Counters.Simt!.Blocks);
        Near(2L * 4 * 2097152, run.Counters.DramReadBytes, 0.01);
        Assert.Contains("\"sampling\": {", RunResultJson.ToText(run), StringComparison.Ordinal);
        var whole = await SimtBench.RunAsync(image, Chip);
        Assert.Null(whole.Sampling);
        Assert.InRange(Math.Abs(run.DeviceFemtoseconds - whole.DeviceFemtoseconds), 0, run.Sampling.BoundFemtoseconds);
    }

    /// <summary>A kernel that decides by what another computed cannot leave any of it out.</summary>
    [Fact]
    public void Kernels_timed_with_values_are_refused()
    {
        var image = SimtBench.Assemble(SimtBench.Repeat + ".launch put, grid 1, block 1 (n, 5)\n.launch repeat, grid 1, block 32 (n, y)\n", Chip);
        var problem = Assert.Throws<RuntimeException>(() => new SimtDeviceFamily().Create(Chip, image, new DeviceOptions { Sample = true }));
        Assert.Contains("run it without --sample", problem.Message, StringComparison.Ordinal);
    }

    private static OperatorProgram Program(string name)
    {
        var (half, single) = (new OperatorCompiler(Chip, ElementType.Float16), new OperatorCompiler(Chip, ElementType.Float32));
        return name switch
        {
            "vecadd" => single.Elementwise(20_000_000, new Binary(BinaryFunction.Add), 2)!,
            "softmax" => half.Softmax(8192, 1024),
            "layernorm" => half.LayerNorm(8192, 1024),
            "gemm" => half.Product(1, 8192, 2048, 256),
            "gemm32" => single.Product(1, 8192, 1024, 64),
            "attention" => half.Attention(8, 8, 8, 512, 512, 64, causal: false)!,
            "small" => half.Product(1, 512, 512, 128),
            "uneven" => half.Softmax(600, 1024),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private static SimtDevice Run(string name, SampleRule? rule)
    {
        var program = Program(name);
        var device = new SimtDevice(Chip, program.Bytes);
        Launch(device, program, rule);
        return device;
    }

    private static void Launch(SimtDevice device, OperatorProgram program, SampleRule? rule)
    {
        var launch = Assert.Single(program.Launches);
        device.Submit(
            new SimtLaunchRequest { Program = new SimtProgram(launch.Kernel), Grid = launch.Grid, Block = launch.Block, Arguments = launch.Arguments.AsMemory(), Sample = rule },
            device.Simulation.Now);
        device.Run(TestContext.Current.CancellationToken);
    }

    private static long Time(SimtDevice device) => device.Runs[0].End - device.Runs[0].FirstBlock;

    private static void Near(long expected, long actual, double tolerance) => Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
}
