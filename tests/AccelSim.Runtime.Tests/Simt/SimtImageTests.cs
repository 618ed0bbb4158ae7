using System.Collections.Immutable;
using AccelSim.Isa.Image;
using AccelSim.Isa.Simt;
using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Runtime.Simt;

namespace AccelSim.Runtime.Tests.Simt;

/// <summary>What an assembled program holds, and what chips refuse.</summary>
public sealed class SimtImageTests
{
    [Fact]
    public void An_image_holds_what_blocks_need()
    {
        var image = SimtBench.Assemble(SimtBench.Turn.Replace("(x, y)", "(x + 4, 7) shared 1K repeat 2", StringComparison.Ordinal));
        Assert.Equal(("simt", "V100-SXM2", "sm_70"), (image.Target.Family, image.Target.Chip, image.Target.Isa));
        Assert.Equal(
            new ImageResources { DeviceBytes = 8192, RegistersPerThread = 24, SharedBytesPerBlock = 1280, ThreadsPerBlock = 64 },
            image.Target.Needs);
        Assert.Equal([(0L, 4096L), (4096L, 4096L)], image.Buffers.Select(buffer => (buffer.Address, buffer.Bytes)));
        var kernel = Assert.Single(image.Kernels);
        Assert.Equal((24, 256, 16, 2), (kernel.Registers, kernel.SharedBytes, kernel.LocalBytes, kernel.Parameters));
        Assert.Equal(3, image.Commands.Length);
        var launch = Assert.IsType<LaunchCommand>(image.Commands[1]);
        Assert.Equal((16, 1, 1, 64, 1, 1, 1024), (launch.DimX, launch.DimY, launch.DimZ, launch.BlockX, launch.BlockY, launch.BlockZ, launch.DynamicSharedBytes));
        Assert.Equal([4UL, 7UL], launch.Arguments);
        Assert.Empty(ImageRules.Problems(image));
    }

    [Fact]
    public void Buffers_begin_at_multiples_of_256_bytes() => Assert.Equal(
        [0L, 256L, 1024L],
        SimtBench.Assemble(".buffer a, u8, 1\n.buffer b, f64, 65\n.buffer c, f16, 3\n").Buffers.Select(buffer => buffer.Address));

    [Theory]
    [InlineData(SimtBench.Add)]
    [InlineData(SimtBench.Turn)]
    [InlineData(SimtBench.Repeat + ".launch put, grid 1, block 1 (n, 3)\n.launch repeat, grid 1, block 64 (n, y)\n")]
    [InlineData(".kernel k\nbar.sync 1, 64\nmembar.gpu\n@!p3 bra on\nfma.f16x2 r1, r2, r3, r4\non:\nmma.m8n8k4.f32.f16 r8, r0, r2, r8\nexit\n.launch k, grid 1, block 64 ()\n")]
    public void A_disassembled_kernel_assembles_to_the_same_bytes_and_needs(string source)
    {
        foreach (var kernel in SimtBench.Assemble(source).Kernels)
        {
            var text = DeviceFamilies.Of(SimtBench.Chip).Disassemble(kernel);
            var back = SimtKernels.ToImage(Assert.Single(SimtAssembler.Assemble(text).Kernels));
            Assert.Equal(kernel.Code.ToArray(), back.Code.ToArray());
            Assert.Equal(
                (kernel.Name, kernel.Registers, kernel.SharedBytes, kernel.LocalBytes, kernel.Parameters),
                (back.Name, back.Registers, back.SharedBytes, back.LocalBytes, back.Parameters));
        }
    }

    [Fact]
    public void A_program_knows_the_line_of_each_instruction()
    {
        var image = SimtBench.Assemble(SimtBench.Add);
        var kernel = SimtKernels.FromImage(image.Kernels[0]);
        Assert.Equal(Enumerable.Range(6, kernel.Instructions.Length), kernel.Lines);
        Assert.Equal(["a0", "a1", "a2"], kernel.Parameters);
    }

    [Fact]
    public async Task A_program_of_another_family_is_refused()
    {
        var mlu = ChipFile.Load(Repository.File("configs", "chips", "mlu370-x4.yaml"));
        var image = SimtBench.Assemble(SimtBench.Add);
        var refusal = await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(image, mlu));
        Assert.Contains("it is for the family 'simt', and MLU370-X4 is of the family 'mlu'", refusal.Message, StringComparison.Ordinal);
        var other = DeviceFamilies.Of(mlu).Assemble(".kernel k, block\nnop\n.end\n.launch k, 1 ()\n", "k.asm", mlu);
        refusal = await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(other));
        Assert.Contains("it is for the family 'mlu', and V100-SXM2 is of the family 'simt'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".registers 200\nexit\n.launch k, grid 1, block 32 ()", "200 registers per thread, and V100-SXM2 has 128")]
    [InlineData(".shared 90K\nexit\n.launch k, grid 1, block 32 () shared 10K", "102400 bytes of shared memory per block, and V100-SXM2 has 98304")]
    [InlineData("exit\n.launch k, grid 1, block 32, 32 ()", "1024 threads per block, and V100-SXM2 has 512")]
    public async Task What_needs_more_than_the_chip_has_is_refused_with_both_amounts(string body, string expected)
    {
        var sm = SimtBench.Chip.Sm;
        var chip = SimtBench.Chip with { Sm = sm with { MaxThreadsPerCta = 512, RegisterFile = sm.RegisterFile with { MaxPerThread = 128 } } };
        var refusal = await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync($".kernel k\n{body}\n", chip));
        Assert.Contains("it needs " + expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_that_no_sm_has_registers_for_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<Functional.Simt.SimtExecutionException>(() => SimtBench.RunAsync(".kernel k\n.registers 200\nexit\n.launch k, grid 1, block 1024 ()\n"));
        Assert.Contains("a block of 1024 threads with 200 registers each needs more than the 65536 registers of an SM", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cp.async.b128 [r4], [r8]", "asyncCopy", "a100-sxm4-40", 0)]
    [InlineData("ldmatrix.x4 r4, [r2]", "ldmatrix", "a100-sxm4-40", 32)]
    [InlineData("mma.m16n8k16.f32.f16 r4, r8, r12, r4", "mmaM16n8k16", "a100-sxm4-40", 32)]
    [InlineData("mbarrier.arrive [r4]", "mbarrier", "a100-sxm4-40", 0)]
    [InlineData("mbarrier.arrive.expect_tx [r4], 16", "tma", "h100-sxm5", 0)]
    [InlineData("cp.async.bulk [r4], [r8], r12", "tma", "h100-pcie", 0)]
    [InlineData("wgmma.rs.m64n8k16.f32.bf16 r4, r8, r12, pt", "wgmma", "h200-sxm", 32)]
    public async Task An_instruction_that_a_chip_lacks_is_refused_with_its_line(string instruction, string feature, string has, int width)
    {
        var source = $".kernel k\n{instruction}\nexit\n.launch k, grid 1, block 32 ()\n";
        var refusal = Assert.Throws<RuntimeException>(() => SimtBench.Assemble(source)).Message;
        Assert.Contains("(line 2)", refusal, StringComparison.Ordinal);
        Assert.Contains($"needs '{feature}', which V100-SXM2 lacks (it has mmaM8n8k4)", refusal, StringComparison.Ordinal);
        var image = SimtBench.Assemble(source, SimtBench.Load(has));
        Assert.Equal([feature], image.Target.Capabilities);
        Assert.Equal(width, image.Target.Needs.WarpWidth);
        var hidden = image with { Target = image.Target with { Isa = "sm_70", Capabilities = [] } };
        Assert.Contains(feature, (await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(hidden))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_instruction_of_other_warps_is_refused()
    {
        var source = ".kernel k\nmma.m16n8k16.f32.f16 r4, r8, r12, r4\nexit\n.launch k, grid 1, block 64 ()\n";
        var chip = SimtBench.Load("mi100") with { Capabilities = ["mmaM16n8k16"] };
        Assert.Contains("is for warps of 32 threads, and those of MI100 have 64", Assert.Throws<RuntimeException>(() => SimtBench.Assemble(source, chip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_whose_code_is_not_what_it_says_is_refused()
    {
        var image = SimtBench.Assemble(SimtBench.Add);
        var few = image with { Kernels = [image.Kernels[0] with { Registers = 2 }] };
        Assert.Contains("says that it needs 2 registers, and its code names 14", (await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(few))).Message, StringComparison.Ordinal);
        var broken = image with { Kernels = [image.Kernels[0] with { Code = Enumerable.Repeat((byte)0xff, 16).ToArray() }] };
        Assert.Contains("is not a legal instruction", (await Assert.ThrowsAsync<RuntimeException>(() => SimtBench.RunAsync(broken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_impossible_grid_is_refused_when_it_is_assembled() => Assert.Contains(
        "tasks", Assert.Throws<RuntimeException>(() => SimtBench.Assemble(".kernel k\nexit\n.launch k, grid 65536, 65536, block 1 ()\n")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_model_is_timed_without_its_weights_where_only_integers_decide_addresses()
    {
        // the embedding looks up rows by token ids, which are an input: no contents of weights.bin are needed
        var options = new ModelOptions { Dimensions = new Dictionary<string, long> { ["sequence"] = 16 }.ToImmutableDictionary() };
        var chip = (SimtChip)ChipFile.Load(Repository.File("configs", "chips", "a100-sxm4-80.yaml"), []);
        var model = ModelCompiler.Compile(Repository.File("programs", "models", "gpt2_block.onnx"), chip, options);
        var host = HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml"));
        var run = await Simulator.RunAsync(model, chip, host, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(run.Femtoseconds, run.Causes.Total);
        Assert.Empty(run.HostOperators);
        Assert.Contains(run.Layers, layer => layer.Operator == "Gather" && layer.Femtoseconds > 0);
    }
}
