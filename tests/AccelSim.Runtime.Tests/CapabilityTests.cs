using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime.Tests;

/// <summary>Instructions of later architectures are refused on chips whose file does not list them, with the line and the remedy.</summary>
public sealed class CapabilityTests
{
    private const string Registers = "li r1, 64\nli r2, 128\nli r3, 1\nli r4, 4096\n";

    [Theory]
    [InlineData("memcpy3d.gdram2nram r0, r0, r1, r1, r3, r1, r3, r1, r3, r1, r3, r0", "stridedCopy3d")]
    [InlineData("gather.gdram r4, r0, r0, r1, r3", "gatherScatter")]
    [InlineData("scatter.gdram r0, r4, r0, r1, r3", "gatherScatter")]
    [InlineData("vadd.bf16 r0, r0, r0, r2", "bf16")]
    [InlineData("fadd.bf16 r5, r1, r1", "bf16")]
    public async Task An_instruction_that_a_chip_lacks_is_refused_and_runs_on_a_later_one(string instruction, string feature)
    {
        var source = $".buffer a, i64, 4096\n.kernel k, block\n{Registers}{instruction}\nsync\n.end\n.launch k, 1 ()\n";
        foreach (var name in (string[])["mlu270-s4", "mlu290-m5"])
        {
            var old = Chip(name);
            var refusal = Assert.Throws<RuntimeException>(() => DeviceFamilies.Of(old).Assemble(source, "k.asm", old)).Message;
            Assert.Contains("line 7", refusal, StringComparison.Ordinal);
            Assert.Contains(instruction.Split(' ')[0], refusal, StringComparison.Ordinal);
            Assert.Contains($"'{feature}', which {old.Name} lacks", refusal, StringComparison.Ordinal);
        }

        var chip = Chip("mlu370-x4");
        var image = DeviceFamilies.Of(chip).Assemble(source, "k.asm", chip);
        Assert.Equal([feature], image.Target.Capabilities);
        Assert.True((await RunAsync(image, chip)).Femtoseconds > 0);
    }

    [Fact]
    public async Task An_image_that_hides_what_it_uses_is_refused_all_the_same()
    {
        var later = Chip("mlu370-x4");
        var old = Chip("mlu270-s4");
        var image = DeviceFamilies.Of(later).Assemble($".kernel k, block\n{Registers}vadd.bf16 r0, r0, r0, r2\n.end\n.launch k, 1 ()\n", "k.asm", later);
        var honest = await Assert.ThrowsAsync<RuntimeException>(() => RunAsync(image with { Target = image.Target with { Isa = old.Isa } }, old));
        Assert.Contains("it uses 'bf16'", honest.Message, StringComparison.Ordinal);
        var hidden = await Assert.ThrowsAsync<RuntimeException>(() => RunAsync(image with { Target = image.Target with { Isa = old.Isa, Capabilities = [] } }, old));
        Assert.Contains("vadd.bf16", hidden.Message, StringComparison.Ordinal);
    }

    private static ChipSpec Chip(string name) => ChipFile.Load(Repository.File("configs", "chips", name + ".yaml"));

    private static Task<Results.RunResult> RunAsync(ProgramImage image, ChipSpec chip) => Simulator.RunAsync(
        image, chip, HostFile.Load(Repository.File("configs", "hosts", "ideal.yaml")), new SessionOptions { Model = image.Name, Precision = "as compiled" },
        cancellation: TestContext.Current.CancellationToken);
}
