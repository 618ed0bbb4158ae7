namespace AccelSim.Cli.Tests;

/// <summary>One way in which input can be wrong.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="Commands">Command lines that meet it; <c>{file}</c>, <c>{in}</c> and <c>{out}</c> stand for the file, its folder and the folder of results.</param>
/// <param name="Make">Writes the file into a folder and returns its path.</param>
/// <param name="Says">What must stand on standard error; <c>{file}</c> as above.</param>
internal sealed record BadInput(string Name, string[] Commands, Func<string, string> Make, string[] Says);
