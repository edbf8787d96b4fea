import { PasswordInput } from "@mantine/core";

/** Where a password is chosen; the browser offers to make one and to keep it. */
export function NewPasswordInput(props: {
  readonly label: string;
  readonly size?: "md";
  readonly autoFocus?: boolean;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (password: string) => void;
}) {
  const { onChange, ...shown } = props;
  return (
    <PasswordInput
      {...shown}
      description="At least 8 characters. Long beats complicated."
      required
      minLength={8}
      maxLength={256}
      autoComplete="new-password"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
